// Enum values of the schema in words that need no manual.

const words = {
  EXACT: 'exactly this data',
  NARROWER: 'part of this data',
  BROADER: 'wider data that may include it',
  STATED: 'stated',
  INFERRED: 'inferred',
  IDENTIFIABLE: 'identifiable',
  PSEUDONYMISED: 'pseudonymised',
  ENCRYPTED: 'encrypted',
  AGGREGATED: 'statistics only',
  ANONYMOUS: 'anonymous',
  STRICTLY_NECESSARY: 'strictly necessary',
  PERFORMANCE: 'performance',
  FUNCTIONALITY: 'functionality',
  TARGETING: 'targeting',
};

/** A value in words; one that has no entry is shown in lower case. */
export function inWords(value) {
  return words[value] ?? value.toLowerCase().replaceAll('_', ' ');
}

/** Names in a row: "A, B". */
export function names(list) {
  return list.map((item) => item.name).join(', ');
}

/** The ways of a receipt or a reach: "through A → B; or through C". */
export function ways(paths) {
  const lines = paths.map((path) => path.services.map((service) => service.name).join(' → '));
  return lines.length === 0 ? '' : `through ${lines.join('; or through ')}`;
}

/** Where it is written: each clause once, as { text: "Document: heading › heading", url }; url is null for none. */
export function sources(citations) {
  const found = new Map();
  for (const { clause } of citations) {
    const text = `${clause.document.title}: ${clause.path.join(' › ')}`;
    found.set(text, { text, url: /^https?:/.test(clause.url ?? '') ? clause.url : null });
  }
  return [...found.values()];
}

/** The selection that sources() reads. */
export const cited = 'citations { clause { document { title } path url } }';

/** "1 rule" or "3 rules". */
export function count(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}

/** The conditions of facts and the reasons of inferences, each once. */
export function conditions(facts) {
  const lines = facts.flatMap((fact) => [
    fact.condition ? `only if: ${fact.condition}` : '',
    fact.because ? `inferred because: ${fact.because}` : '',
  ]);
  return [...new Set(lines)].filter(Boolean);
}
