// A browser with a fresh profile that reaches BASE and nothing else, and remembers what went wrong.

import { chromium } from 'playwright-core';

/** The address of the server under test, such as http://127.0.0.1:8080. */
export function base() {
  if (!process.env.BASE) throw new Error('set BASE to the address of a running server');
  return process.env.BASE.replace(/\/$/, '');
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: flags });
}

/**
 * Opens the explorer as on a first visit. The result has the page and `trouble`: requests to elsewhere (which are
 * aborted), errors on the console, uncaught exceptions, and violations of the content security policy.
 */
export async function openExplorer(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const trouble = [];
  await context.route('**/*', (route) => {
    const { origin } = new URL(route.request().url());
    if (origin === new URL(base()).origin) return route.continue();
    trouble.push(`request to ${route.request().url()}`);
    return route.abort();
  });
  await context.exposeBinding('reportViolation', (_source, text) => trouble.push(`policy: ${text}`));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.reportViolation(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => trouble.push(`exception: ${error.message}`));
  await page.goto(`${base()}/explorer/`);
  await page.getByRole('button', { name: /^Execute query/ }).waitFor();
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  return { context, page, trouble };
}

/** The text of an editor's model: Monaco draws only the lines in view, so the clipboard of the page is no help. */
export async function visibleText(page, editor) {
  const lines = await page.locator(`${editor} .view-line`).allInnerTexts();
  return lines.join('\n').replaceAll('\u00a0', ' ');
}
