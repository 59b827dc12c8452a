import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { base, launch, openExplorer, visibleText } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test('the first tab is a question that runs at the press of the button', async () => {
  const { context, page, trouble } = await openExplorer(browser);
  assert.match(await visibleText(page, '.graphiql-query-editor'), /Press the ▶ button[^]*whoReceives\(data: "IP addresses"\)/);
  await page.getByRole('button', { name: /^Execute query/ }).click();
  await page.locator('.result-window').getByText('inWords').first().waitFor();
  const result = await visibleText(page, '.result-window');
  assert.match(result, /"whoReceives"/);
  assert.doesNotMatch(result, /"errors"/);
  if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT });
  assert.deepEqual(trouble, []);
  await context.close();
});

test('every tab of a first visit is answered without an error', async () => {
  const { context, page, trouble } = await openExplorer(browser);
  const tabs = page.locator('.graphiql-tabs').getByRole('tab');
  const names = await tabs.allInnerTexts();
  assert.ok(names.length >= 6, `${names.length} tabs`);
  for (const [index, name] of names.entries()) {
    await tabs.nth(index).click();
    const answered = page.waitForResponse((response) => response.url() === `${base()}/graphql`);
    await page.getByRole('button', { name: /^Execute query/ }).click();
    const answer = await (await answered).json();
    assert.equal(answer.errors, undefined, `${name}: ${JSON.stringify(answer.errors)}`);
    assert.ok(answer.data, name);
  }
  assert.deepEqual(trouble, []);
  await context.close();
});

test('the documentation and the explorer open', async () => {
  const { context, page, trouble } = await openExplorer(browser);
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await page.locator('.graphiql-plugin').getByText('Query', { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'Show GraphiQL Explorer' }).click();
  await page.locator('.graphiql-plugin').getByText('whoReceives').first().waitFor();
  assert.deepEqual(trouble, []);
  await context.close();
});

test('headers with a token are not stored', async () => {
  const { context, page } = await openExplorer(browser);
  await page.getByRole('button', { name: 'Headers' }).click();
  await page.locator('.graphiql-editor-tool .monaco-editor').last().click();
  await page.keyboard.insertText('{"Authorization": "Bearer secret-of-the-test"}');
  await page.waitForTimeout(1500); // GraphiQL stores half a second after a change
  const stored = await page.evaluate(() => JSON.stringify(localStorage));
  assert.match(stored, /graphiql:tabState/);
  assert.doesNotMatch(stored, /secret-of-the-test/);
  await context.close();
});

test('the panel of questions stays closed for who has closed it', async () => {
  const { context, page } = await openExplorer(browser);
  await page.getByRole('heading', { name: 'Questions' }).waitFor();
  await page.getByRole('button', { name: 'Hide Questions' }).click();
  await page.waitForFunction(() => localStorage.getItem('graphiql:tabState') !== null);
  await page.reload();
  await page.getByRole('button', { name: 'Show Questions' }).waitFor();
  assert.equal(await page.getByRole('heading', { name: 'Questions' }).count(), 0);
  await context.close();
});
