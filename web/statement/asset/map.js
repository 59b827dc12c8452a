// The map while typing and pointing. Without this script the form asks the server, and the picture stands still.
const picture = document.querySelector('.flows');
const table = document.querySelector('.flow-table');
const input = document.querySelector('.only-map input');
const status = document.querySelector('.only-map .status');

if (picture && table) {
  const rows = [...table.tBodies[0].rows].map((row) => ({
    row,
    nodes: row.dataset.n.split(' '),
    text: [...row.cells].slice(0, 3).map((cell) => cell.textContent).join('\n').toLowerCase(),
  }));
  const nodes = [...picture.querySelectorAll('[data-n]')];
  const ribbons = [...picture.querySelectorAll('[data-a]')];
  const whole = 'whole' in table.dataset;
  let shown = rows;

  // light shows the ribbons and the nodes of these flows; all of them without any.
  const light = (flows) => {
    picture.classList.toggle('lit', flows !== null);
    if (flows === null) return;
    const on = new Set();
    for (const { nodes: [a, b, c] } of flows) for (const name of [a, b, c, `${a} ${b}`, `${b} ${c}`]) on.add(name);
    for (const node of nodes) node.classList.toggle('on', on.has(node.dataset.n));
    for (const r of ribbons) r.classList.toggle('on', on.has(`${r.dataset.a} ${r.dataset.b}`));
  };
  // touch shows what is joined to a node, where the table has not all flows.
  const touch = (name) => {
    const joined = ribbons.filter((r) => r.dataset.a === name || r.dataset.b === name);
    const on = new Set([name, ...joined.flatMap((r) => [r.dataset.a, r.dataset.b])]);
    picture.classList.add('lit');
    for (const node of nodes) node.classList.toggle('on', on.has(node.dataset.n));
    for (const r of ribbons) r.classList.toggle('on', joined.includes(r));
  };
  const rest = () => light(shown === rows ? null : shown);

  picture.addEventListener('pointerover', (event) => {
    const node = event.target.closest('[data-n]');
    const ribbon = event.target.closest('[data-a]');
    if (node && !whole) touch(node.dataset.n);
    else if (node) light(shown.filter((r) => r.nodes.includes(node.dataset.n)));
    else if (ribbon) light(shown.filter(({ nodes: n }) => [`${n[0]} ${n[1]}`, `${n[1]} ${n[2]}`].includes(`${ribbon.dataset.a} ${ribbon.dataset.b}`)));
    else rest();
  });
  picture.addEventListener('pointerleave', rest);
  const inTable = (event) => {
    const row = event.target.closest('tr[data-n]');
    if (row) light(rows.filter((r) => r.row === row));
  };
  table.addEventListener('focusin', inTable);
  table.addEventListener('pointerover', inTable);
  table.addEventListener('focusout', rest);
  table.addEventListener('pointerleave', rest);

  if (whole && input) {
    input.addEventListener('input', () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      shown = words.length ? rows.filter((r) => words.every((w) => r.text.includes(w))) : rows;
      const kept = new Set(shown);
      for (const r of rows) r.row.hidden = !kept.has(r);
      status.textContent = words.length ? `${shown.length} of ${rows.length} flows` : '';
      rest();
    });
  }
}
