// Small pieces that the operations of the questions are written with.

/** A string as GraphQL writes it. JSON's escapes are a part of GraphQL's. */
export function literal(text) {
  return JSON.stringify(text);
}

/** A name for an operation out of words: operationName('WhoReceives', 'IP addresses') is WhoReceivesIPAddresses. */
export function operationName(prefix, ...words) {
  const plain = words
    .join(' ')
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’]/g, '');
  const parts = plain.split(/[^A-Za-z0-9]+/).filter(Boolean);
  return prefix + parts.map((part) => part[0].toUpperCase() + part.slice(1)).join('');
}

/** A comment line; a line break in the text cannot end the comment. */
export function comment(text) {
  return `# ${text.replace(/\s+/g, ' ')}`;
}
