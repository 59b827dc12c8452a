// A stage for the tag: a Recital server, a line to it that can be slow, cut or changed, and a site of another origin.

import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { serve } from '../example/serve.mjs';

const run = promisify(execFile);
/** The most milliseconds that a page may take on a slow machine. */
const patience = +(process.env.PATIENCE ?? 20_000);

/** Starts `recital serve` with a new example inventory, and waits until it says where it is. RECITAL is the program. */
export async function startRecital(...options) {
  if (!process.env.RECITAL) throw new Error('set RECITAL to the path of the program');
  const folder = await mkdtemp(join(tmpdir(), 'recital-'));
  const db = join(folder, 'test.db');
  const program = spawn(process.env.RECITAL, ['serve', '--addr', '127.0.0.1:0', '--db', db, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => program.once('exit', resolve));
  const stop = async () => {
    program.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  for await (const line of createInterface({ input: program.stdout })) {
    const address = /(http:\/\/\S+)\/graphql/.exec(line);
    if (address) {
      program.stdout.resume(); // what else it says must not fill the pipe
      return { address: address[1], stop, commit: (file, edit) => commit(db, join(folder, 'inventory'), file, edit) };
    }
  }
  await stop();
  throw new Error('recital serve ended before it served');
}

/** Commits an edit of a file of the inventory from another process, as somebody would who keeps it as files. */
async function commit(db, folder, file, edit) {
  await run(process.env.RECITAL, ['export', 'inventory', '--db', db, folder]);
  const path = join(folder, file);
  await writeFile(path, edit(await readFile(path, 'utf8')));
  await run(process.env.RECITAL, ['apply', '--db', db, folder, '-m', 'A change of the test', '--author', 'Test']);
}

/** Sends a request on, and gives the answer with its whole body. */
function forward(target, incoming) {
  return new Promise((resolve, reject) => {
    const { host, 'accept-encoding': _, ...headers } = incoming.headers;
    const outgoing = request(new URL(incoming.url, target), { method: incoming.method, headers }, async (answer) => {
      const parts = [];
      for await (const part of answer) parts.push(part);
      resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) });
    });
    outgoing.once('error', reject);
    incoming.pipe(outgoing);
  });
}

/**
 * A line to the server at `target`, which is set later. `hold()` keeps the answers of GraphQL back until `release()`; `cut()` refuses connections until
 * `mend()`; `change` is a function that may change an answer of GraphQL; `asked` are the requests for it with the status
 * of each answer.
 */
export async function layLine() {
  const line = { target: undefined, asked: [], change: undefined };
  let gate = Promise.resolve();
  let open = () => {};
  const server = createServer(async (incoming, outgoing) => {
    try {
      const graphql = incoming.url.startsWith('/graphql');
      if (graphql && line.change) delete incoming.headers['if-none-match']; // the tag of the line's own answer
      const answer = await forward(line.target, incoming);
      if (graphql) {
        await gate;
        if (line.change && answer.status === 200) {
          answer.body = Buffer.from(line.change(answer.body.toString()));
          answer.headers = { ...answer.headers, 'content-length': answer.body.length, etag: '"changed"' };
        }
        line.asked.push({ method: incoming.method, url: incoming.url, headers: incoming.headers, status: answer.status });
      }
      outgoing.writeHead(answer.status, answer.headers).end(answer.body);
    } catch {
      outgoing.destroy();
    }
  });
  const listen = (port) => new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address();
  line.address = `http://127.0.0.1:${port}`;
  line.hold = () => (gate = new Promise((resolve) => (open = resolve)));
  line.release = () => open();
  line.cut = () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections()));
  line.mend = () => listen(port);
  line.close = () => (line.release(), server.listening ? line.cut() : undefined);
  return line;
}

/** A server, a line to it, and the example site behind it. The server lets the site read its answers. */
export async function setStage() {
  const line = await layLine();
  const site = await serve({ recital: line.address });
  const recital = await startRecital('--cors-origin', site.origin);
  line.target = recital.address;
  return { recital, line, site, close: () => Promise.all([line.close(), site.close(), recital.stop()]) };
}

/**
 * Opens a page of the site of the stage, or of another one. `trouble` has errors of the console, exceptions, violations of
 * the policy, and requests to anywhere but the site and the line. With `clock`, the time of the page is the test's.
 */
export async function openSite(browser, stage, path = '/', { site = stage.site, clock = false, context } = {}) {
  context ??= await browser.newContext();
  const trouble = [];
  context.on('request', (request) => {
    const { origin } = new URL(request.url());
    if (![site.origin, stage.line.address].includes(origin)) trouble.push(`request to ${request.url()}`);
  });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(message.text());
  });
  page.on('pageerror', (error) => trouble.push(error.message));
  if (clock) await page.clock.install();
  await page.goto(site.origin + path);
  return { page, context, trouble };
}
