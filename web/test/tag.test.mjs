// The tag on the example site, whose origin is another one and whose policy allows the script and the connection only.
// The clock of the page is Playwright's: a slow server takes as long as the test says, not as long as it lasts.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { serve } from '../example/serve.mjs';
import { launch } from './browser.mjs';
import { findings, sticksOut } from './reading.mjs';
import { openSite, setStage, startRecital } from './stage.mjs';

const tags = ['privacy-disclosure', 'privacy-recipients', 'privacy-cookies', 'privacy-statement'];

let browser;
let stage;
before(async () => {
  [browser, stage] = await Promise.all([launch(), setStage()]);
});
after(() => Promise.all([browser?.close(), stage?.close()]));
beforeEach(() => {
  stage.line.asked.length = 0;
  stage.line.change = undefined;
});

const open = (path, options) => openSite(browser, stage, path, options);
const tag = (page, name = 'privacy-disclosure') => page.locator(name);
const status = (page, name) => tag(page, name).getByRole('status');
const title = (page, name) => tag(page, name).locator('[part=title]');
const footer = (page) => tag(page).locator('[part=footer]');
/** What is drawn of an answer: the text of the element itself is what stands between its tags. */
const drawn = (page, name) => tag(page, name).locator('[part=body]').innerText();

/** Waits for a condition in the page; its clock may stand still. */
const until = (page, condition, argument) => page.waitForFunction(condition, argument, { polling: 50 });

/** The revision in an answer, one higher, and a kind of data under another name. */
function moved(text) {
  const answer = JSON.parse(text);
  answer.data.head.number += 1;
  if (answer.data.service) answer.data.service.collections[0].data.name = 'Shoe size';
  return JSON.stringify(answer);
}

test('each tag shows what the server says, under the strictest policy', async () => {
  const { page, context, trouble } = await open();
  for (const name of tags) await title(page, name).waitFor();
  const text = await drawn(page);
  for (const said of ['What is collected', 'IP address', 'Card number', 'Stripe, Inc.', 'until account deleted', 'Choices\n\nNot stated.', 'Revision 7, in force from 1 April 2024']) {
    assert.ok(text.includes(said), `"${said}" is not in ${text}`);
  }
  assert.match(await drawn(page, 'privacy-recipients'), /Who receives IP address[^]*Stripe[^]*Stated not to receive it/);
  assert.match(await drawn(page, 'privacy-cookies'), /Targeting[^]*_adroll[^]*lifetime 540 days/);
  assert.equal(await tag(page, 'privacy-statement').locator('details').count(), 21);
  for (const name of tags) assert.equal(await status(page, name).innerText(), '');
  assert.equal(await page.getByText('with the help of a payment processor').isVisible(), false);
  const more = await tag(page).getByRole('link', { name: /^Full statement/ }).getAttribute('href');
  assert.equal(more, `${stage.line.address}/privacy/services/payment`);
  for (const { method, headers } of stage.line.asked) {
    assert.equal(method, 'GET');
    assert.equal(headers.cookie, undefined);
    assert.equal(headers.referer, undefined);
  }
  assert.equal(stage.line.asked.length, tags.length);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('the script weighs less than 5 kB', async () => {
  const { src } = await (await fetch(`${stage.recital.address}/embed/tag/latest.json`)).json();
  const response = await fetch(stage.recital.address + src, { headers: { 'Accept-Encoding': 'gzip' } });
  assert.match(response.headers.get('cache-control'), /immutable/);
  const size = gzipSync(Buffer.from(await response.arrayBuffer()), { level: 9 }).length;
  assert.ok(size < 5000, `${size} bytes`);
});

test('a second look asks whether the answer is still the newest, and no more', async () => {
  const { page, context, trouble } = await open('/themed.html');
  await title(page).waitFor();
  await page.reload();
  await title(page).waitFor();
  assert.deepEqual(stage.line.asked.map(({ status }) => status), [200, 304]);
  assert.ok(stage.line.asked[1].headers['if-none-match']);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('the site themes it by custom properties, parts and a level', async () => {
  const { page, context, trouble } = await open('/themed.html');
  await title(page).waitFor();
  assert.equal(await title(page).evaluate((element) => element.localName), 'h2');
  const style = (locator, name) => locator.evaluate((element, name) => getComputedStyle(element)[name], name);
  assert.equal(await style(tag(page), 'backgroundColor'), 'rgb(255, 255, 255)');
  assert.equal(await style(title(page), 'color'), 'rgb(122, 46, 14)');
  assert.equal(await style(tag(page).locator('[part=name]').first(), 'fontWeight'), '400');
  assert.deepEqual(trouble, []);
  await context.close();
});

test('a page without the tag asks for the operation itself', async () => {
  const { page, context, trouble } = await open('/fetch.html');
  await page.getByText('Revision 7').waitFor();
  assert.ok((await page.locator('#collected li').allInnerTexts()).includes('IP address'));
  assert.deepEqual(trouble, []);
  await context.close();
});

test('a page without scripts includes the fragment', async () => {
  const { page, context, trouble } = await open('/fragment.html');
  const text = await page.locator('main').innerText();
  for (const said of ['IP address', 'Stripe']) assert.ok(text.includes(said), `"${said}" is not in ${text}`);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('when the server is away and nothing was ever loaded, the page speaks for itself', async () => {
  const { page, context } = await open('/themed.html');
  await title(page).waitFor();
  const script = (await page.locator('script').getAttribute('src')).slice(stage.line.address.length);
  const body = await (await fetch(stage.recital.address + script)).text();
  await context.close();
  await stage.line.cut();
  try {
    const fresh = await browser.newContext();
    // The script may come from the cache of the browser: here, from the test.
    await fresh.route(`**${script}`, (route) =>
      route.fulfill({ body, contentType: 'text/javascript', headers: { 'Access-Control-Allow-Origin': '*' } }),
    );
    const { page: other } = await open('/themed.html', { context: fresh });
    await status(other).filter({ hasText: 'Current facts could not be loaded just now.' }).waitFor();
    assert.ok(await other.getByRole('link', { name: 'Privacy statement' }).isVisible());
    assert.equal(await other.locator('[part=absent]').count(), 0);
    await fresh.unroute(`**${script}`);
    await other.reload(); // now the script is away, too
    assert.ok(await other.getByRole('link', { name: 'Privacy statement' }).isVisible());
    await fresh.close();
  } finally {
    await stage.line.mend();
  }
});

test('when the server goes away, the last good answer stays, marked with its date', async () => {
  const { page, context } = await open('/themed.html', { clock: true });
  await title(page).waitFor();
  const script = await page.locator('script').getAttribute('src');
  const body = await (await fetch(script)).text();
  await stage.line.cut();
  try {
    await page.clock.runFor(301_000);
    await status(page).filter({ hasText: /^As of \d+ \w+ \d{4}.*; could not be refreshed just now\.$/ }).waitFor();
    assert.ok(await title(page).isVisible());
    // The page is opened again: memory is gone, storage is not.
    await context.route(script, (route) =>
      route.fulfill({ body, contentType: 'text/javascript', headers: { 'Access-Control-Allow-Origin': '*' } }),
    );
    await page.reload();
    await status(page).filter({ hasText: /^As of .*; could not be refreshed just now\.$/ }).waitFor();
    assert.match(await drawn(page), /IP address/);
  } finally {
    await stage.line.mend();
  }
  await page.clock.runFor(31_000); // it tries again sooner than usual
  await until(page, () => document.querySelector('privacy-disclosure').shadowRoot.querySelector('[role=status]').textContent === '');
  await context.close();
});

test('when the server is slow, the page speaks for itself until the answer comes', async () => {
  stage.line.hold();
  const { page, context, trouble } = await open('/themed.html', { clock: true });
  await until(page, () => customElements.get('privacy-disclosure'));
  await page.clock.runFor(1_500);
  assert.equal(await status(page).innerText(), '');
  await page.clock.runFor(1_000);
  assert.equal(await status(page).innerText(), 'Waiting for current facts.');
  assert.ok(await page.getByRole('link', { name: 'Privacy statement' }).isVisible());
  await page.clock.runFor(2_500); // five seconds
  stage.line.release();
  await title(page).waitFor();
  assert.equal(await status(page).innerText(), '');
  assert.deepEqual(trouble, []);
  await context.close();
});

test('when the server is slow, what was kept shows until the answer comes', async () => {
  const { page, context, trouble } = await open('/themed.html', { clock: true });
  await title(page).waitFor();
  stage.line.hold();
  stage.line.change = moved;
  await page.reload();
  await until(page, () => customElements.get('privacy-disclosure'));
  assert.equal(await title(page).count(), 0);
  await page.clock.runFor(2_500);
  assert.match(await status(page).innerText(), /^As of .*; the server is slow to answer just now\.$/);
  assert.match(await drawn(page), /Revision 7/);
  stage.line.release();
  await tag(page).getByText('Shoe size').waitFor();
  assert.equal(await status(page).innerText(), 'Updated: revision 8.');
  assert.deepEqual(trouble, []);
  await context.close();
});

test('an answer that does not come in ten seconds is given up, and asked for again', async () => {
  stage.line.hold();
  const { page, context } = await open('/themed.html', { clock: true });
  await until(page, () => customElements.get('privacy-disclosure'));
  await page.clock.runFor(11_000);
  await status(page).filter({ hasText: 'Current facts could not be loaded just now.' }).waitFor();
  stage.line.release();
  await page.clock.runFor(31_000);
  await title(page).waitFor();
  await context.close();
});

test('an open page moves to a new revision by itself', async () => {
  const { page, context, trouble } = await open('/themed.html', { clock: true });
  await title(page).waitFor();
  stage.line.change = moved;
  await page.clock.runFor(301_000);
  await tag(page).getByText('Shoe size').waitFor();
  assert.equal(await status(page).innerText(), 'Updated: revision 8.');
  assert.match(await drawn(page), /Revision 8/);
  stage.line.change = undefined;
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await footer(page).filter({ hasText: 'Revision 7' }).waitFor();
  await tag(page).evaluate((element) => element.setAttribute('refresh', '60'));
  await until(page, () => document.querySelector('privacy-disclosure').shadowRoot.querySelector('[role=status]').textContent === '');
  stage.line.change = moved;
  await page.clock.runFor(61_000);
  await footer(page).filter({ hasText: 'Revision 8' }).waitFor();
  assert.deepEqual(trouble, []);
  await context.close();
});

test('a commit of another process reaches an open page', async () => {
  const site = await serve({ recital: stage.line.address });
  const recital = await startRecital('--cors-origin', site.origin);
  const before = stage.line.target;
  stage.line.target = recital.address;
  try {
    const { page, context, trouble } = await open('/themed.html', { site });
    await footer(page).filter({ hasText: 'Revision 7' }).waitFor();
    await recital.commit('services/payment.yaml', (text) => text.replace(/^description: .*$/m, 'description: Takes what people pay.'));
    await tag(page).evaluate((element) => element.setAttribute('refresh', '1')); // the server follows the file within a second
    await tag(page).getByText('Takes what people pay.').waitFor();
    assert.match(await footer(page).innerText(), /Revision 8/);
    assert.deepEqual(trouble, []);
    await context.close();
  } finally {
    stage.line.target = before;
    await Promise.all([site.close(), recital.stop()]);
  }
});

for (const colorScheme of ['light', 'dark']) {
  test(`what the tags show is fit for all readers in ${colorScheme}`, async () => {
    const context = await browser.newContext({ colorScheme, viewport: { width: 390, height: 844 } });
    const { page, trouble } = await open('/', { context });
    for (const name of tags) await title(page, name).waitFor();
    await tag(page, 'privacy-statement').locator('summary').first().click();
    assert.deepEqual(await findings(page), []);
    assert.deepEqual(await page.evaluate(sticksOut), []);
    assert.deepEqual(trouble, []);
    await context.close();
  });
}

test('attributes lead to other questions', async () => {
  const { page, context, trouble } = await open('/themed.html');
  await title(page).waitFor();
  await tag(page).evaluate((element) => {
    element.setAttribute('service', 'QuickConnect');
    element.setAttribute('as-of', '6');
  });
  await footer(page).filter({ hasText: 'Revision 6' }).waitFor();
  assert.match(await title(page).innerText(), /QuickConnect/);
  assert.equal(stage.line.asked.length, 2); // both attributes in one question
  assert.deepEqual(trouble, []);
  await context.close();
});

test('a service that the inventory does not know is told to the author', async () => {
  const { page, context, trouble } = await open('/themed.html');
  await title(page).waitFor();
  await tag(page).evaluate((element) => element.setAttribute('service', 'paymet'));
  const told = 'privacy-disclosure: there is no service "paymet"; the nearest are "Payment"';
  await status(page).filter({ hasText: told }).waitFor();
  assert.ok(await page.getByRole('link', { name: 'Privacy statement' }).isVisible());
  const again = page.waitForResponse((response) => response.url().includes('/graphql'));
  await tag(page).evaluate((element) => element.setAttribute('refresh', '0')); // it asks again, and tells it once
  await again;
  await tag(page).evaluate((element) => element.removeAttribute('src'));
  await status(page).filter({ hasText: 'write the address' }).waitFor();
  assert.deepEqual(trouble, [told, 'privacy-disclosure: write the address of a Recital server in the attribute src']);
  await context.close();
});

test('events tell the page what is shown', async () => {
  const { page, context } = await open('/themed.html');
  await title(page).waitFor();
  const events = await page.evaluate(async () => {
    const element = document.createElement('privacy-cookies');
    const seen = [];
    const next = () => new Promise((resolve) => ['load', 'error'].forEach((name) => element.addEventListener(name, resolve, { once: true })));
    element.setAttribute('src', document.querySelector('privacy-disclosure').getAttribute('src'));
    element.setAttribute('category', 'performance');
    document.body.append(element);
    for (const category of ['targeting', 'chocolate', '']) {
      const { type, detail } = await next();
      seen.push([type, detail]);
      element.setAttribute('category', category);
    }
    return seen;
  });
  assert.deepEqual(events.slice(0, 2), Array(2).fill(['load', { revision: 7, effectiveDate: '2024-04-01', kept: false }]));
  assert.equal(events[2][0], 'error');
  assert.match(events[2][1].message, /CHOCOLATE/);
  await context.close();
});

test('hostile answers become text', async () => {
  stage.line.change = (text) => {
    const answer = JSON.parse(text);
    answer.data.service.name = '<img src=x onerror=alert(1)>';
    answer.data.service.recipients[0].recipient.privacyPolicy = 'javascript:alert(1)';
    answer.data.service.choices.push({ kind: 'OPT_OUT', where: 'somewhere', url: 'data:text/html,x' });
    return JSON.stringify(answer);
  };
  const { page, context, trouble } = await open('/themed.html');
  assert.equal(await title(page).innerText(), '<img src=x onerror=alert(1)>');
  const links = await tag(page).locator('[part~=body] a').evaluateAll((list) => list.map(({ protocol }) => protocol));
  assert.deepEqual([...new Set(links)], ['http:']);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('what is kept stays within bounds, and what others wrote there does no harm', async () => {
  const { page, context, trouble } = await open('/themed.html');
  await title(page).waitFor();
  await page.evaluate(() => localStorage.setItem('privacy-disclosure', JSON.stringify([1, ['x', 1, 'y'.repeat(290_000)], null])));
  await page.reload();
  await title(page).waitFor();
  await until(page, () => localStorage.getItem('privacy-disclosure').includes('Payment'));
  assert.ok(await page.evaluate(() => localStorage.getItem('privacy-disclosure').length) <= 300_000);
  await page.evaluate(() => localStorage.setItem('privacy-disclosure', '{"'));
  await page.reload();
  await title(page).waitFor();
  await page.evaluate(() => (Storage.prototype.setItem = () => { throw new Error('full'); }));
  await tag(page).evaluate((element) => element.setAttribute('service', 'C2'));
  await title(page).filter({ hasText: 'C2' }).waitFor();
  assert.deepEqual(trouble, []);
  await context.close();
});

test('a site that is not on the list gets nothing', async () => {
  const stranger = await serve({ recital: stage.line.address });
  try {
    const { page, context, trouble } = await open('/themed.html', { site: stranger });
    await status(page).filter({ hasText: 'Current facts could not be loaded just now.' }).waitFor();
    assert.ok(await page.getByRole('link', { name: 'Privacy statement' }).isVisible());
    assert.equal(await title(page).count(), 0);
    assert.ok(trouble.some((text) => text.includes('CORS policy')), trouble.join('\n'));
    await context.close();
  } finally {
    await stranger.close();
  }
});

test('a script that is not the one named is refused', async () => {
  const context = await browser.newContext();
  await context.route('**/embed/tag/*/privacy.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()}\n// changed on its way` });
  });
  const { page, trouble } = await open('/themed.html', { context });
  await until(page, () => document.readyState === 'complete');
  assert.equal(await page.evaluate(() => customElements.get('privacy-disclosure')), undefined);
  assert.ok(await page.getByRole('link', { name: 'Privacy statement' }).isVisible());
  assert.ok(trouble.some((text) => text.includes('integrity')), trouble.join('\n'));
  await context.close();
});
