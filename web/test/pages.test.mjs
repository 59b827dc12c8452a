// The pages for readers, in the sizes and colours in which they are read: what a tool can say of their accessibility, that
// they ask nobody else, weigh little, and say the same without scripts. SCREENSHOTS is a folder for a picture of each.

import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { base, launch } from './browser.mjs';
import { findings, sticksOut } from './reading.mjs';

const sizes = [{ width: 390, height: 844 }, { width: 1280, height: 900 }];
/** The most milliseconds that a page may take on a slow machine. */
const patience = +(process.env.PATIENCE ?? 30_000);
/** The most bytes that a page about a service may weigh with all that it loads. */
const heaviest = 60_000;

/** The ids of the services, without their kind: each has a page. */
async function services() {
  const query = encodeURIComponent('{ services(first: 200) { nodes { id } } }');
  const response = await fetch(`${base()}/graphql?query=${query}`, { headers: { Accept: 'application/json' } });
  const { data } = await response.json();
  return data.services.nodes.map(({ id }) => id.replace('service/', ''));
}

/** Each page, and a word that it has to say. */
const pages = [
  ['/privacy', 'Payment'],
  ['/privacy/services', 'Payment'],
  ...(await services()).map((id) => [`/privacy/services/${id}`, /not stated|collect/i]),
  ['/privacy/cookies', '_adroll'],
  ['/privacy/recipients', 'Stripe'],
  ['/privacy/rights', 'access'],
  ['/privacy/find?q=who%20gets%20my%20IP%20address', 'Stripe'],
  ['/privacy/changes', /revision/i],
  ['/privacy/data/ip-address', 'Stripe'],
  ['/map', 'Stripe'],
  ['/embed/', 'privacy-disclosure'],
];

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens a page. `trouble` has what went wrong, and everything that the page asks of others or leaves behind. */
async function open(path, options) {
  const context = await browser.newContext(options);
  const trouble = [];
  await context.route('**/*', (route) => {
    if (new URL(route.request().url()).origin === new URL(base()).origin) return route.continue();
    trouble.push(`request to ${route.request().url()}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => trouble.push(`exception: ${error.message}`));
  const response = await page.goto(base() + path);
  assert.equal(response.status(), 200, path);
  return { context, page, trouble };
}

const name = (path) => path.slice(1).replace(/\W+/g, '-') || 'root';

for (const [path, word] of pages) {
  test(`${path} is fit to read`, async () => {
    for (const viewport of sizes) {
      for (const colorScheme of ['light', 'dark']) {
        const { context, page, trouble } = await open(path, { viewport, colorScheme });
        await page.waitForLoadState('networkidle');
        assert.match(await page.locator('body').innerText(), new RegExp(word));
        const how = `${path} at ${viewport.width} in ${colorScheme}`;
        if (process.env.SCREENSHOTS) {
          await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name(path)}-${viewport.width}-${colorScheme}.png`, fullPage: true });
        }
        assert.deepEqual(await findings(page), [], how);
        assert.deepEqual(await page.evaluate(sticksOut), [], how);
        assert.deepEqual(await context.cookies(), [], how);
        assert.deepEqual(trouble, [], how);
        await context.close();
      }
    }
  });

  test(`${path} says it without scripts, and prints without navigation`, async () => {
    const { context, page, trouble } = await open(path, { javaScriptEnabled: false });
    const main = page.locator('main');
    assert.match(await main.innerText(), new RegExp(word));
    assert.ok((await main.innerText()).length > 200, path);
    assert.deepEqual(await context.cookies(), []);
    assert.deepEqual(trouble, []);
    await page.emulateMedia({ media: 'print' });
    assert.deepEqual(await page.locator('nav:visible').allInnerTexts(), []);
    await context.close();
  });
}

/** The bytes of an answer's body as it is sent to a browser. */
function weigh(url) {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers: { 'Accept-Encoding': 'gzip' } }, (answer) => {
      let bytes = 0;
      answer.on('data', (part) => (bytes += part.length)).on('end', () => resolve(bytes)).on('error', reject);
    });
    asked.once('error', reject).end();
  });
}

test('each page about a service weighs less than 60 kB with all that it loads', async (t) => {
  const heavy = [];
  let most = 0;
  for (const [path] of pages.filter(([path]) => path.startsWith('/privacy/services/'))) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const loaded = new Set();
    page.on('request', (request) => loaded.add(request.url()));
    await page.goto(base() + path);
    await page.waitForLoadState('networkidle');
    await context.close();
    const weights = await Promise.all([...loaded].map(weigh));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    most = Math.max(most, sum);
    if (sum >= heaviest) heavy.push(`${path}: ${sum} bytes`);
  }
  t.diagnostic(`the heaviest weighs ${most} bytes`);
  assert.deepEqual(heavy, []);
});
