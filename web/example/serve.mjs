// Serves the example site: static files, with the address of a Recital server and of its script filled in.
//
//   RECITAL=http://127.0.0.1:8080 node serve.mjs     then open http://localhost:8081
//
// The site stands for any other one: its origin is not that of Recital, and its content security policy allows nothing
// but the script and the connection. Recital has to know the origin: recital serve --cors-origin http://localhost:8081

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'site');
const types = { html: 'text/html; charset=utf-8', css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' };

const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** What the placeholders of the files stand for, as the Recital server says it. */
async function facts(recital) {
  const response = await fetch(`${recital}/embed/tag/latest.json`);
  if (!response.ok) throw new Error(`${recital}/embed/tag/latest.json: ${response.status}: is this a Recital server?`);
  const { src, integrity, operations } = await response.json();
  return { RECITAL: recital, SCRIPT: recital + src, INTEGRITY: integrity, OPERATION: operations['embed-service'] };
}

/** What a page may do: its own files for the pages that have some, and of Recital the script and the connection. */
function policy(recital, own) {
  const self = own ? " 'self'" : '';
  return [
    "default-src 'none'",
    `script-src ${recital}${self}`,
    `connect-src ${recital}`,
    ...(own ? ["style-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

/** Includes fragments as a server of static files with includes would: <!--#include virtual="/embed/…" --> */
async function include(text, recital) {
  const parts = text.split(/<!--#include virtual="([^"]+)" -->/);
  for (let i = 1; i < parts.length; i += 2) {
    const response = await fetch(recital + parts[i]);
    parts[i] = response.ok ? await response.text() : `<p><a href="${escape(recital)}/privacy">Privacy statement</a></p>`;
  }
  return parts.join('');
}

/** The file at a path of the site, filled in; undefined if there is none. */
async function page(path, known) {
  const name = path === '/' ? 'index.html' : path.slice(1);
  if (!/^[a-z-]+\.(html|css|js)$/.test(name)) return undefined;
  const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const filled = text.replace(/\{\{([A-Z]+)\}\}/g, (_, key) => (name.endsWith('.html') ? escape(known[key]) : known[key]));
  const own = /(src|href)="[a-z-]+\.(js|css)"/.test(text);
  return { content: await include(filled, known.RECITAL), type: types[name.split('.')[1]], own };
}

/** Starts the site. The result has its origin, and a way to close it. The placeholders are asked for once, at the first page. */
export async function serve({ recital, port = 0 }) {
  let known;
  const server = createServer(async (request, response) => {
    try {
      known ??= await facts(recital);
      const found = await page(new URL(request.url, 'http://site').pathname, known);
      if (!found) return response.writeHead(404, { 'Content-Type': 'text/plain' }).end('There is no such page.\n');
      response.writeHead(200, {
        'Content-Type': found.type,
        'Cache-Control': 'no-cache',
        'Content-Security-Policy': policy(recital, found.own),
        'X-Content-Type-Options': 'nosniff',
      });
      return response.end(found.content);
    } catch (error) {
      return response.writeHead(502, { 'Content-Type': 'text/plain' }).end(`${error.message}\n`);
    }
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    origin: `http://localhost:${server.address().port}`,
    close: () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const recital = (process.env.RECITAL ?? 'http://127.0.0.1:8080').replace(/\/$/, '');
  const { origin } = await serve({ recital, port: Number(process.env.PORT ?? 8081) });
  console.log(`The example site shows ${recital} at ${origin}`);
}
