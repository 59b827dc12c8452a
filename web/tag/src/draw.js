// From what is to be shown to elements. Text becomes text nodes only, and a link leads to http or https or is none.

/** Makes an element with parts of text and elements. */
export function make(name, part, ...content) {
  const element = document.createElement(name);
  if (part) element.setAttribute('part', part);
  element.append(...content);
  return element;
}

/** A link to a page of the web; the text alone when the address is anything else. */
export function link(address, text) {
  if (!/^https?:\/\//i.test(address)) return text;
  const anchor = make('a', 'link', text);
  anchor.href = address;
  return anchor;
}

/** An item: its name, which may be a link, and what else there is to say of it. */
function item([name, notes, address]) {
  const said = notes.filter(Boolean).map((note) => note.replace(/\.$/, '')).join('; ');
  return make('li', 'item', make('b', 'name', link(address, name)), make('span', 'note', said && `: ${said}`));
}

/** The headings with their items, each item once. A heading without items says that nothing is stated. */
function sections(list, level) {
  return list.flatMap(([heading, items]) => [
    make(`h${level}`, 'heading', heading),
    items[0]
      ? make('ul', 'list', ...[...new Map(items.map((one) => [`${one}`, one])).values()].map(item))
      : make('p', 'absent', 'Not stated.'),
  ]);
}

/** Draws a view: a title, a sentence, sections, and groups that can be opened. */
export function draw({ title, lead, list = [], groups = [] }, level) {
  return [
    make(`h${level}`, 'title', title),
    ...(lead ? [make('p', 'lead', lead)] : []),
    ...sections(list, level + 1),
    ...groups.map((group) =>
      make('details', 'group', make('summary', 'summary', group.title), make('p', 'lead', group.lead ?? ''), ...sections(group.list, level + 1)),
    ),
  ];
}
