import { questions } from './question/catalogue.js';

// Short lines: the editor shows some thirty characters beside the panel.
const runHint = `# Press the ▶ button, or
# Ctrl-Enter: the answer
# appears on the right.`;

/** The questions that a first visit finds worked out, the first with a line for those who have never run one. */
const examples = [
  ['whoReceives', { data: 'IP addresses' }],
  ['whoCollects', { data: 'serial numbers' }],
  ['whatGoesTo', { recipient: "Let's Encrypt" }],
  ['keptIndefinitely', {}],
  ['whatHappensOn', { event: 'account deleted' }],
  ['cookies', { setter: 'Microsoft' }],
  ['service', { service: 'QuickConnect' }],
];

/** The tabs of a first visit, for GraphiQL's `defaultTabs`. */
export function firstTabs() {
  return examples.map(([id, values], index) => {
    const query = questions.find((question) => question.id === id).operation(values);
    return { query: index === 0 ? `${runHint}\n${query}` : query };
  });
}
