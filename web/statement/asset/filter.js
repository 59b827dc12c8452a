// A field above a list hides the entries without the words typed. Without this script the list is whole.
for (const filter of document.querySelectorAll('[data-filter]')) {
  const list = document.getElementById(filter.dataset.filter);
  const input = filter.querySelector('input');
  const status = filter.querySelector('[role=status]');
  if (!list) continue;
  filter.hidden = false;
  input.addEventListener('input', () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    const entries = list.querySelectorAll('li');
    for (const entry of entries) {
      const text = entry.textContent.toLowerCase();
      const hit = words.every((word) => text.includes(word));
      entry.hidden = !hit;
      if (hit) shown += 1;
    }
    status.textContent = words.length ? `${shown} of ${entries.length}` : '';
  });
}
