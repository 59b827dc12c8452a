// Builds the explorer into dist, as .gz files only: the Go package embeds them as they are.
//
//   node build.mjs           writes dist
//   node build.mjs --check   builds beside it, and fails when dist holds anything else

import { gunzipSync, gzipSync } from 'node:zlib';
import { mkdtemp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, 'dist');

/** The files below a folder by their path with slashes, in the order of the paths. */
async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join('/'));
  return paths.sort();
}

/** Compresses so that the bytes depend on the content alone: no name, no time, no operating system. */
function compress(content) {
  const packed = gzipSync(content, { level: 9 });
  packed.fill(0, 4, 8); // the time
  packed[9] = 255; // the operating system: unknown
  return packed;
}

/** Bundles the sources and returns each file's content by its path. */
async function bundle() {
  const outDir = await mkdtemp(join(tmpdir(), 'explorer-'));
  try {
    await build({ root, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
    const files = new Map();
    for (const path of await filesBelow(outDir)) {
      files.set(path, await readFile(join(outDir, path)));
    }
    return files;
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

async function write(files) {
  await rm(dist, { recursive: true, force: true });
  let packedSize = 0;
  for (const [path, content] of files) {
    const target = join(dist, `${path}.gz`);
    const packed = compress(content);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, packed);
    packedSize += packed.length;
  }
  console.log(`dist: ${files.size} files, ${packedSize} bytes`);
}

/** What dist holds that differs from the files. It compares contents: versions of zlib may pack them differently. */
async function differences(files) {
  const found = [];
  const committed = await filesBelow(dist);
  const expected = [...files.keys()].map((path) => `${path}.gz`);
  for (const path of committed.filter((name) => !expected.includes(name))) {
    found.push(`${path} is not built any more`);
  }
  for (const [path, content] of files) {
    if (!committed.includes(`${path}.gz`)) {
      found.push(`${path}.gz is missing`);
    } else if (!gunzipSync(await readFile(join(dist, `${path}.gz`))).equals(content)) {
      found.push(`${path}.gz differs`);
    }
  }
  return found;
}

const files = await bundle();
if (!process.argv.includes('--check')) {
  await write(files);
} else {
  const found = await differences(files);
  for (const line of found) console.error(`dist: ${line}`);
  if (found.length > 0) {
    console.error('dist does not match its sources: run "npm run build" and commit web/dist');
    process.exit(1);
  }
  console.log(`dist matches its sources: ${files.size} files`);
}
