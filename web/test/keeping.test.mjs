// The way of whoever keeps the inventory: signs in with the link of the terminal, corrects a period in the explorer, sees it
// on the site of somebody else, on the statement and in the history, and takes it back. RECITAL is the program; SCREENSHOTS
// a folder for pictures.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { serve } from '../example/serve.mjs';
import { launch, visibleText } from './browser.mjs';
import { findings } from './reading.mjs';
import { layLine, openSite } from './stage.mjs';

/** The most milliseconds that something may take on a slow machine. */
const patience = +(process.env.PATIENCE ?? 20_000);
const path = '/privacy/services/technical-support';
const rule = 'retention/technical-support/resolve-requests/uploaded-files';

const run = promisify(execFile);

let browser;
let line;
let site;
let recital;

/** Starts the program on a new example inventory, and gives what it says: where it is, and the link that signs in once. */
async function start(...options) {
  if (!process.env.RECITAL) throw new Error('set RECITAL to the path of the program');
  const folder = await mkdtemp(join(tmpdir(), 'recital-'));
  const db = join(folder, 'test.db');
  const program = spawn(process.env.RECITAL, ['serve', '--addr', '127.0.0.1:0', '--db', db, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = [];
  let log = '';
  program.stderr.on('data', (part) => (log += part));
  const ended = new Promise((resolve) => program.once('exit', resolve));
  for await (const text of createInterface({ input: program.stdout })) {
    said.push(text);
    if (text.startsWith('Stop with')) break;
  }
  const find = (pattern) => pattern.exec(said.join('\n'))?.[1];
  return {
    address: find(/(http:\/\/\S+)\/graphql/),
    link: find(/(http:\/\/\S+#sign-in=\S+)/),
    log: () => log,
    token: async (...words) => (await run(process.env.RECITAL, ['token', ...words, '--db', db])).stdout.trim(),
    stop: async () => {
      program.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

before(async () => {
  [browser, line] = await Promise.all([launch(), layLine()]);
  site = await serve({ recital: line.address });
  recital = await start('--cors-origin', site.origin);
  line.target = recital.address;
});
after(() => Promise.all([browser?.close(), line?.close(), site?.close(), recital?.stop()]));

/** Opens the explorer in a profile of its own, or in one that is there. `trouble` has what went wrong in the page. */
async function explore(address, { context, ...options } = {}) {
  context ??= await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const trouble = [];
  page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()));
  page.on('pageerror', (error) => trouble.push(error.message));
  await page.goto(address);
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  return { context, page, trouble };
}

const badge = (page) => page.getByRole('group', { name: 'Signed in' });
const signIn = (page) => page.getByRole('button', { name: /^Sign in/ });
const dialog = (page) => page.getByRole('dialog', { name: 'Sign in' });
const explorer = () => `${recital.address}/explorer/`;

/** Everything that the page's scripts could read of what the browser keeps, and where it has been. */
const kept = (page) => page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie, location.href, document.referrer, history.state]));

/** What axe finds of what is not GraphiQL's own. */
async function ours(page) {
  return (await findings(page)).filter((text) => /: [^–]*(logo|identity|sign-in|changes)/.test(text));
}

async function picture(page, name) {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png` });
}

/** Opens a worked example of the panel, changes its variables, and gives the server's answer to it. */
async function change(page, title, edit) {
  await page.getByRole('button', { name: title }).click();
  const note = await page.getByRole('status').filter({ hasText: `“${title}” is open, on revision` }).innerText();
  const variables = page.locator('.graphiql-editor-tool .monaco-editor').first();
  await variables.locator('.view-line').filter({ hasText: `"base": ${/on revision (\d+)/.exec(note)[1]},` }).waitFor();
  const written = edit(JSON.parse(await visibleText(page, '.graphiql-editor-tool')));
  await variables.click();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(JSON.stringify(written));
  const answered = page.waitForResponse((response) => response.url().endsWith('/graphql') && response.request().postData()?.includes('mutation'));
  await page.getByRole('button', { name: /^Execute query/ }).click();
  const response = await answered;
  return { status: response.status(), ...(await response.json()) };
}

/** The row of a revision on the page of the history. */
async function revision(page, number) {
  await page.goto(`${recital.address}/history`);
  return page.getByRole('row').filter({ has: page.getByRole('link', { name: String(number), exact: true }) }).innerText();
}

test('a correction reaches everybody, and so does its undoing', async () => {
  const reader = await openSite(browser, { site, line }, '/themed.html');
  await reader.page.locator('privacy-disclosure').evaluate((tag) => {
    tag.setAttribute('service', 'technical-support');
    tag.setAttribute('refresh', '1');
  });
  const shown = (text) => reader.page.locator('privacy-disclosure').getByText(text).first().waitFor();
  await shown('90 days');

  const { context, page, trouble } = await explore(recital.link);
  await badge(page).getByText('local administrator').waitFor();
  assert.equal(new URL(page.url()).hash, '');
  const checked = await change(page, 'Correct a retention period', (variables) => variables);
  assert.deepEqual([checked.status, checked.errors, checked.data.commit.revision], [200, undefined, null]);
  assert.match(checked.data.commit.inWords.join(), /60 days/);
  const done = await change(page, 'Correct a retention period', (variables) => ({ ...variables, dryRun: false }));
  assert.deepEqual([done.status, done.errors, done.data.commit.revision.number], [200, undefined, 8]);
  await picture(page, 'explorer-signed-in');

  await shown('60 days');
  await reader.page.locator('privacy-disclosure [part=footer]').filter({ hasText: 'Revision 8' }).waitFor();
  const statement = await context.newPage();
  await statement.goto(recital.address + path);
  assert.match(await statement.locator('main').innerText(), /60 days/);
  assert.match(await revision(statement, 8), /local administrator[^]*Files uploaded for support are kept for another time/);
  await picture(statement, 'history-signed-in');
  await statement.getByRole('link', { name: '8', exact: true }).click();
  assert.match(await statement.locator('main').innerText(), /90 days → 60 days|P90D → P60D/);

  const undone = await change(page, 'Undo a change', (variables) => ({ ...variables, dryRun: false }));
  assert.deepEqual([undone.errors, undone.data?.commit.revision.number], [undefined, 9]);
  await shown('90 days');
  assert.match(await reader.page.locator('privacy-disclosure [part=footer]').innerText(), /Revision 9/);
  await statement.goto(recital.address + path);
  assert.doesNotMatch(await statement.locator('main').innerText(), /60 days/);

  const feed = await (await context.request.get(`${recital.address}/history.atom`)).text();
  assert.match(feed, /Revision 9: Back to what the published documents say[^]*local administrator[^]*Revision 8: Files uploaded/);
  const stranger = await browser.newContext();
  const open = await stranger.newPage();
  const row = await revision(open, 8);
  assert.match(row, /for auditors/);
  const all = row + (await (await stranger.request.get(`${recital.address}/history.atom`)).text());
  assert.doesNotMatch(all, /local administrator|Files uploaded/);
  assert.match(all, /Revision 9/);
  assert.deepEqual(reader.trouble, []);
  assert.deepEqual(trouble, []);
  await Promise.all([stranger.close(), context.close(), reader.context.close()]);
});

test('the link of the terminal signs in once, and leaves no trace', async () => {
  const used = await explore(recital.link);
  await dialog(used.page).getByRole('alert').filter({ hasText: 'The sign-in link was used already' }).waitFor();
  assert.equal(await badge(used.page).count(), 0);
  assert.deepEqual(await ours(used.page), []);
  await picture(used.page, 'sign-in-refused');
  await used.page.keyboard.press('Escape');
  await dialog(used.page).waitFor({ state: 'hidden' });
  await used.context.close();

  const fresh = await start();
  try {
    const { context, page } = await explore(fresh.link);
    await badge(page).getByText('admin', { exact: true }).waitFor();
    const code = /sign-in=(.+)$/.exec(fresh.link)[1];
    const [cookie] = await context.cookies();
    assert.deepEqual([cookie.httpOnly, cookie.sameSite], [true, 'Strict']);
    await page.getByRole('button', { name: /^Execute query/ }).click();
    await page.locator('.result-window').getByText('inWords').first().waitFor();
    await page.waitForFunction(() => localStorage.getItem('graphiql:tabState') !== null);
    for (const secret of [code, cookie.value]) assert.ok(!(await kept(page)).includes(secret));
    assert.equal(await page.evaluate(() => history.length), 2, 'the page and the blank one before it');
    assert.ok(!fresh.log().includes(code) && !fresh.log().includes(cookie.value));
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn(page).waitFor();
    assert.deepEqual(await context.cookies(), []);
    await context.close();
  } finally {
    await fresh.stop();
  }
});

for (const [name, options] of Object.entries({
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  phone: { colorScheme: 'light', viewport: { width: 390, height: 844 } },
})) {
  test(`signing in with a token, ${name}`, async () => {
    const token = await recital.token('create', 'Ada Lovelace', '--role', 'editor');
    const { context, page, trouble } = await explore(explorer(), options);
    await signIn(page).click();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'sign-in-token');
    assert.deepEqual(await ours(page), []);
    await page.keyboard.insertText(token.slice(0, -1));
    await page.keyboard.press('Enter');
    await dialog(page).getByRole('alert').filter({ hasText: 'The token is not whole' }).waitFor();
    assert.equal(await page.getByLabel('Token').inputValue(), '');
    await picture(page, `sign-in-${name}`);
    await page.getByLabel('Token').fill(token);
    await page.getByLabel('Token').press('Enter');
    await badge(page).getByText('editor', { exact: true }).waitFor();
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
    assert.ok(!(await kept(page)).includes(token.slice(17)));
    assert.deepEqual(await ours(page), []);
    const box = await page.getByRole('button', { name: 'Sign out' }).boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= page.viewportSize().width, JSON.stringify(box));
    await picture(page, `signed-in-${name}`);
    assert.deepEqual(trouble.filter((text) => !text.includes('401')), []);
    await context.close();
  });
}

test('a session that has ended offers to sign in again, and is no obstacle', async () => {
  const token = await recital.token('create', 'Away', '--role', 'editor');
  const { context, page } = await explore(explorer());
  await signIn(page).click();
  await page.getByLabel('Token').fill(token);
  await page.getByLabel('Token').press('Enter');
  await badge(page).waitFor();
  await recital.token('revoke', token.split('_')[1]);
  await page.getByRole('button', { name: /^Execute query/ }).click();
  await page.getByRole('button', { name: 'Sign in again' }).waitFor();
  await page.locator('.result-window').getByText('revoked').waitFor();
  assert.deepEqual(await context.cookies(), []);
  await page.getByRole('button', { name: /^Execute query/ }).click();
  await page.locator('.result-window').getByText('inWords').first().waitFor();

  const { hostname, port } = new URL(recital.address);
  await context.addCookies([{ name: `recital_session_${port}`, value: 'ended-long-ago', domain: hostname, path: '/' }]);
  const again = await explore(explorer(), { context });
  await dialog(again.page).getByRole('alert').filter({ hasText: 'The session has ended' }).waitFor();
  await again.page.keyboard.press('Escape');
  await signIn(again.page).waitFor();
  await again.page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await again.page.locator('.graphiql-plugin').getByText('Query', { exact: true }).first().waitFor();
  await context.close();
});

test('a link of a page opens its operation, also for who was here before', async () => {
  const { context, page, trouble } = await explore(explorer());
  await page.waitForFunction(() => localStorage.getItem('graphiql:tabState') !== null);
  await page.goto(recital.address + path);
  const summary = page.locator('details').filter({ hasText: 'Open it in the explorer' }).first();
  await summary.locator('summary').click();
  const text = await summary.locator('pre').innerText();
  const variables = await summary.locator('p', { hasText: 'Variables:' }).locator('code').innerText();
  await summary.getByRole('link', { name: 'Open it in the explorer' }).click();
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  assert.equal(new URL(page.url()).hash, '');
  const answered = page.waitForResponse((response) => response.url().endsWith('/graphql') && response.request().postDataJSON()?.query === text);
  await page.getByRole('button', { name: /^Execute query/ }).click();
  const response = await answered;
  assert.deepEqual(response.request().postDataJSON().variables, JSON.parse(variables));
  assert.equal((await response.json()).errors, undefined);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('who may not change facts is told what to do', async () => {
  const { context, page } = await explore(explorer());
  const refused = await change(page, 'Retire a disclosure', (variables) => ({ ...variables, dryRun: false }));
  assert.equal(refused.status, 401);
  assert.match(refused.errors[0].message, /is for an editor: sign in/);
  await picture(page, 'changes-anonymous');
  await context.close();
});
