import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { questions } from '../src/question/catalogue.js';
import { base, launch, openExplorer, visibleText } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Asks and returns the answer of the server to what the panel sent. */
async function ask(page) {
  const answered = page.waitForResponse(
    (response) => response.url() === `${base()}/graphql` && !response.request().postData().includes('query Choices'),
  );
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  const response = await answered;
  return { sent: response.request().postDataJSON(), answer: await response.json() };
}

/** Types free text and closes the list, which lies over the button while it is open. */
async function type(page, text) {
  const input = page.getByRole('combobox', { name: 'Which data?' });
  await input.fill(text);
  await input.press('Escape');
}

for (const question of questions) {
  test(`the panel asks: ${question.text}`, async () => {
    const { context, page, trouble } = await openExplorer(browser);
    const panel = page.locator('.questions');
    await panel.getByLabel('Question', { exact: true }).selectOption({ label: question.text });
    for (const field of question.fields.filter(({ kind }) => kind !== 'period')) {
      const input = panel.getByRole('combobox', { name: field.label });
      await input.focus();
      await page.locator('[role=option]').first().waitFor({ state: 'attached' });
      await input.press('ArrowDown');
      await input.press('Enter');
      assert.notEqual(await input.inputValue(), '');
    }
    const { sent, answer } = await ask(page);
    assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
    assert.match(sent.query, new RegExp(`^query ${sent.operationName} `, 'm'));
    const shown = panel.locator(`[data-question=${question.id}]`);
    await shown.waitFor();
    assert.ok((await shown.locator('.answer-sentence').innerText()).length > 10);
    assert.ok((await shown.locator('h3').count()) >= 1);
    assert.match(await visibleText(page, '.graphiql-query-editor'), new RegExp(`query ${sent.operationName} `));
    await page.locator('.result-window').getByText('data').first().waitFor();
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${question.id}.png` });
    assert.deepEqual(trouble, []);
    await context.close();
  });
}

test('what is typed narrows the list, also by alias, and the keyboard is enough', async () => {
  const { context, page, trouble } = await openExplorer(browser);
  const input = page.getByRole('combobox', { name: 'Which data?' });
  await input.focus();
  await page.keyboard.type('ip addr');
  const first = page.getByRole('listbox').getByRole('option').first();
  await first.waitFor();
  assert.match(await first.innerText(), /ip addr/i);
  await page.keyboard.press('ArrowDown');
  assert.equal(await input.getAttribute('aria-activedescendant'), await first.getAttribute('id'));
  await page.keyboard.press('Enter');
  assert.equal(await input.getAttribute('aria-expanded'), 'false');
  await page.keyboard.press('Enter');
  await page.locator('[data-question=whoReceives]').waitFor();
  assert.deepEqual(trouble, []);
  await context.close();
});

test('an answer shows each recipient that the server names', async () => {
  const { context, page } = await openExplorer(browser);
  await type(page, 'IP address');
  const { answer } = await ask(page);
  const shown = page.locator('[data-question=whoReceives]');
  await shown.waitFor();
  assert.equal(await shown.locator('.answer-sentence').innerText(), answer.data.whoReceives.inWords);
  const items = shown.locator('section').first().locator('.answer-items > li');
  assert.ok(answer.data.whoReceives.receipts.length > 0);
  assert.deepEqual(
    await items.locator('.answer-name').allInnerTexts(),
    answer.data.whoReceives.receipts.map(({ recipient }) => recipient.name),
  );
  await context.close();
});

test('a name that the inventory does not know is answered in words', async () => {
  const { context, page } = await openExplorer(browser);
  await type(page, 'nonsense');
  const { answer } = await ask(page);
  assert.equal(await page.locator('.questions').getByRole('alert').innerText(), answer.errors[0].message);
  await context.close();
});

test('a question leaves the work in the open tab alone, and the next one reuses its own tab', async () => {
  const { context, page } = await openExplorer(browser);
  const tabs = page.locator('.graphiql-tabs').getByRole('tab');
  const before = await tabs.count();
  await page.getByLabel('Question', { exact: true }).selectOption('keptIndefinitely');
  await ask(page);
  await page.locator('[data-question=keptIndefinitely]').waitFor();
  await page.getByLabel('Question', { exact: true }).selectOption('keptLongerThan');
  await ask(page);
  await page.locator('[data-question=keptLongerThan]').waitFor();
  assert.equal(await tabs.count(), before + 1);
  await tabs.first().click();
  assert.match(await visibleText(page, '.graphiql-query-editor'), /whoReceives\(data: "IP addresses"\)/);
  await context.close();
});

test('an answer is still there when the panel is opened again', async () => {
  const { context, page } = await openExplorer(browser);
  await page.getByLabel('Question', { exact: true }).selectOption('keptIndefinitely');
  await ask(page);
  await page.locator('[data-question=keptIndefinitely]').waitFor();
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await page.getByRole('button', { name: 'Show Questions' }).click();
  await page.locator('[data-question=keptIndefinitely]').waitFor();
  assert.equal(await page.getByLabel('Question', { exact: true }).inputValue(), 'keptIndefinitely');
  await context.close();
});

for (const colorScheme of ['light', 'dark']) {
  test(`the panel can be read in ${colorScheme}`, async () => {
    const { context, page } = await openExplorer(browser, { colorScheme });
    await page.getByLabel('Question', { exact: true }).selectOption('keptIndefinitely');
    await ask(page);
    await page.locator('[data-question=keptIndefinitely]').waitFor();
    const poor = await page.evaluate(readability, 4.5);
    assert.deepEqual(poor, []);
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${colorScheme}.png` });
    await context.close();
  });
}

/** Runs in the page: the texts of the panel whose contrast with what lies behind them is below the limit (WCAG 1.4.3). */
function readability(limit) {
  const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const luminance = (layers) => {
    pixel.clearRect(0, 0, 1, 1);
    for (const layer of layers) {
      pixel.fillStyle = layer;
      pixel.fillRect(0, 0, 1, 1);
    }
    const parts = [...pixel.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const poor = [];
  for (const element of document.querySelectorAll('.questions *')) {
    const text = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    if (!text || element.offsetParent === null || element.closest('.question-hidden, select')) continue;
    const behind = [];
    for (let at = element; at; at = at.parentElement) behind.unshift(getComputedStyle(at).backgroundColor);
    const back = luminance(behind);
    const front = luminance([...behind, getComputedStyle(element).color]);
    const contrast = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    if (contrast < limit) poor.push(`${element.className || element.tagName}: ${contrast.toFixed(2)}`);
  }
  return [...new Set(poor)];
}
