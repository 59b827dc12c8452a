// Questions about how long data is kept and what ends it.

import { comment, literal, operationName } from './graphql.js';
import { cited, conditions, count, inWords, names, sources } from './words.js';

const rule = `service { name }
      activity { name }
      data { name }
      form
      inWords
      ground
      assertion
      because
      condition
      ${cited}`;

function kept(item) {
  return {
    name: item.data.length > 0 ? names(item.data) : `all data of ${item.activity.name}`,
    marks: [inWords(item.assertion), item.form ? inWords(item.form) : ''],
    lines: [
      item.inWords,
      `${item.service.name}: ${item.activity.name}`,
      item.ground ? `ground: ${item.ground}` : '',
      ...conditions([item]),
    ],
    sources: sources(item.citations),
  };
}

/** The three questions about keeping differ in their condition only. */
function keeping({ id, text, fields, title, condition, name }) {
  return {
    id,
    text,
    fields,
    operation: (values) => `${comment(title(values))}
query ${name(values)} {
  whatIsKept(${condition(values)}, first: 200) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      ${rule}
    }
  }
}
`,
    answer: ({ whatIsKept: found }) => ({
      sentence: `${count(found.totalCount, 'retention rule')} ${found.totalCount === 1 ? 'matches' : 'match'}.${rest(found)}`,
      groups: [{ title: 'Kept', items: found.nodes.map(kept), none: 'No rule says so. Where nothing is stated, this does not mean "no".' }],
    }),
  };
}

function rest(found) {
  return found.pageInfo.hasNextPage ? ` The first ${found.nodes.length} are shown.` : '';
}

export const units = [
  { code: 'D', one: 'day', many: 'days' },
  { code: 'W', one: 'week', many: 'weeks' },
  { code: 'M', one: 'month', many: 'months' },
  { code: 'Y', one: 'year', many: 'years' },
];

/** A period of ISO 8601 in words: P3Y is "3 years". */
function periodInWords(period) {
  const [, number, code] = /^P(\d+)([DWMY])$/.exec(period);
  const unit = units.find((candidate) => candidate.code === code);
  return count(Number(number), unit.one, unit.many);
}

export const keptLongerThan = keeping({
  id: 'keptLongerThan',
  text: 'What is kept longer than …?',
  fields: [{ name: 'period', label: 'Longer than how long?', kind: 'period' }],
  title: ({ period }) => `What may be kept longer than ${periodInWords(period)}?`,
  condition: ({ period }) => `longerThan: ${literal(period)}`,
  name: ({ period }) => operationName('KeptLongerThan', periodInWords(period)),
});

export const keptIndefinitely = keeping({
  id: 'keptIndefinitely',
  text: 'What is kept indefinitely?',
  fields: [],
  title: () => 'What is kept without an end?',
  condition: () => 'indefinitely: true',
  name: () => 'KeptIndefinitely',
});

export const keptFrom = keeping({
  id: 'keptFrom',
  text: 'What is kept until, or for a time after, …?',
  fields: [{ name: 'event', label: 'Which event?', kind: 'event' }],
  title: ({ event }) => `Which periods start or end with: ${event}?`,
  condition: ({ event }) => `trigger: ${literal(event)}`,
  name: ({ event }) => operationName('KeptFrom', event),
});

export const whatHappensOn = {
  id: 'whatHappensOn',
  text: 'What happens on …?',
  fields: [{ name: 'event', label: 'Which event?', kind: 'event' }],
  operation: ({ event }) => `${comment(`What happens to data on this event: ${event}?`)}
query ${operationName('WhatHappensOn', event)} {
  whatHappensOn(event: ${literal(event)}) {
    inWords
    causedBy {
      kind
      service { name }
      where
    }
    erased {
      ${rule}
    }
    anonymised {
      ${rule}
    }
    kept {
      ${rule}
    }
    unaffected {
      ${rule}
    }
    notStated {
      service { name }
      data { name }
    }
  }
}
`,
  answer: ({ whatHappensOn: found }) => ({
    sentence: found.inWords,
    groups: [
      { title: 'Erased', items: found.erased.map(kept), none: 'Nothing is stated to be erased.' },
      { title: 'Made anonymous', items: found.anonymised.map(kept), none: 'Nothing is stated to be made anonymous.' },
      { title: 'Stays', items: found.kept.map(kept), none: 'Nothing is stated to stay.' },
      { title: 'Ends on a clock of its own', items: found.unaffected.map(kept), none: 'Nothing.' },
      { title: 'Nothing is stated for', items: found.notStated.map(unknown), none: 'Every collection has a rule.' },
      { title: 'Choices that cause it', items: found.causedBy.map(cause), none: 'None is listed.' },
    ],
  }),
};

function unknown(item) {
  return { name: item.data.name, marks: ['not stated'], lines: [item.service.name], sources: [] };
}

function cause(item) {
  return { name: item.service.name, marks: [inWords(item.kind)], lines: [item.where], sources: [] };
}
