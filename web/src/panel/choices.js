// What can be asked about: the inventory's own lists, read page by page.

const lists = {
  data: 'dataCategories',
  recipient: 'parties',
  service: 'services',
  event: 'events',
};

function page(list) {
  return `query Choices($after: String) {
  list: ${list}(first: 200, after: $after) {
    nodes { id name aliases }
    pageInfo { hasNextPage endCursor }
  }
}`;
}

async function readAll(send, list, headers) {
  const found = [];
  for (let after = null; ; ) {
    const { data, errors } = await send({ query: page(list), variables: { after }, operationName: 'Choices' }, headers);
    if (!data?.list) throw new Error(errors?.[0]?.message ?? 'The server sent no list.');
    found.push(...data.list.nodes);
    const { hasNextPage, endCursor } = data.list.pageInfo;
    if (!hasNextPage || endCursor === null || endCursor === after) return found;
    after = endCursor;
  }
}

/** Two entries of one name are told apart by their ids. */
function toChoices(nodes) {
  const seen = new Map();
  for (const { name } of nodes) seen.set(name, (seen.get(name) ?? 0) + 1);
  return nodes.map(({ id, name, aliases }) => ({ value: seen.get(name) > 1 ? id : name, id, name, aliases }));
}

/**
 * The lists by kind: data, recipient, service, event. read(kind, headers) resolves to [{ value, id, name, aliases }]
 * and rejects with a message for people; a list that was read is not read again, one that failed is.
 */
export function createChoices(send) {
  const read = new Map();
  return {
    read(kind, headers) {
      if (!read.has(kind)) {
        const reading = readAll(send, lists[kind], headers).then(toChoices);
        reading.catch(() => read.delete(kind));
        read.set(kind, reading);
      }
      return read.get(kind);
    },
  };
}

function folded(text) {
  return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
}

/**
 * The choices whose name, alias or id has all the words of the text, those whose name begins with it first.
 * Each comes with the alias that was found, where it was not the name.
 */
export function search(choices, text) {
  const wanted = folded(text).trim();
  const parts = wanted.split(/\s+/).filter(Boolean);
  const has = (name) => parts.every((part) => folded(name).includes(part));
  const found = choices.flatMap((choice) => {
    if (has(choice.name)) return [{ choice, alias: null, rank: folded(choice.name).startsWith(wanted) ? 0 : 1 }];
    const alias = choice.aliases.find(has);
    if (alias) return [{ choice, alias, rank: 2 }];
    return has(choice.id) ? [{ choice, alias: null, rank: 3 }] : [];
  });
  return found.sort((a, b) => a.rank - b.rank);
}
