// The questions of the panel, in the order of its list.
//
// A question has
//   id         its name in this program,
//   text       what the list shows,
//   fields     what the asker fills in: { name, label, kind } with a kind of the form's controls,
//   operation  (values) => the GraphQL operation, values written into it so that it can be read and learnt from,
//   answer     (data) => the answer as the panel shows it: { sentence, groups: [{ title, items, none }] },
//              an item being { name, marks, lines, sources }. An empty group is shown with its `none`,
//              because what nothing was stated about must not look like a "no".

import { whoCollects, whoReceives, whatGoesTo } from './flow.js';
import { keptFrom, keptIndefinitely, keptLongerThan, whatHappensOn } from './time.js';
import { cookies, service } from './thing.js';

export const questions = [
  whoReceives,
  whoCollects,
  whatGoesTo,
  keptLongerThan,
  keptIndefinitely,
  keptFrom,
  whatHappensOn,
  cookies,
  service,
];
