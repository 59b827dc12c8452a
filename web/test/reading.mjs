// What a tool can say of how a page reads.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Runs in the page: what sticks out of it to the side, by its outermost elements. */
export function sticksOut() {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  return [...document.body.querySelectorAll('*')]
    .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
    .slice(0, 5)
    .map((element) => `${element.localName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`)
    .concat(`${scrollWidth} > ${clientWidth}`);
}

/** What axe finds, in a line for each element. */
export async function findings(page) {
  await page.evaluate(axe); // not as a script element, which the page's policy would refuse
  const { violations } = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), rules);
  return violations.flatMap(({ id, impact, nodes }) => nodes.map(({ target, failureSummary }) => `${impact} ${id}: ${target} – ${failureSummary}`));
}
