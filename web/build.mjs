// Builds the explorer into dist and the tag into tag/dist, as .gz files only: the Go packages embed them as they are.
//
//   node build.mjs           writes both
//   node build.mjs tag/dist  writes the one that is named
//   node build.mjs --check   builds beside them, and fails when they hold anything else

import { gunzipSync, gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { mkdtemp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = dirname(fileURLToPath(import.meta.url));

/** What is built: its name, where it goes, and how Vite makes it. */
const targets = [
  { name: 'dist', config: { root } },
  { name: 'tag/dist', config: tag() },
];

/**
 * The tag is one module without dependencies. An operation that it imports is its id, since a server knows it by the hash
 * of its bytes; operations.json tells the ids to others.
 */
function tag() {
  const ids = {};
  const operations = {
    name: 'operations',
    enforce: 'pre',
    async load(file) {
      if (!file.endsWith('.graphql')) return null;
      const id = `sha256:${createHash('sha256').update(await readFile(file)).digest('hex')}`;
      ids[basename(file, '.graphql')] = id;
      return { code: `export default '${id}'`, moduleType: 'js' };
    },
    generateBundle() {
      const source = `${JSON.stringify(ids, Object.keys(ids).sort(), 2)}\n`;
      this.emitFile({ type: 'asset', fileName: 'operations.json', source });
    },
  };
  return {
    root: join(root, 'tag'),
    configFile: false,
    plugins: [operations],
    build: {
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: join(root, 'tag/src/privacy.js'), output: { entryFileNames: 'privacy.js' } },
    },
  };
}

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
async function bundle(config) {
  const outDir = await mkdtemp(join(tmpdir(), 'bundle-'));
  try {
    await build({ ...config, logLevel: 'warn', build: { ...config.build, outDir, emptyOutDir: true } });
    const files = new Map();
    for (const path of await filesBelow(outDir)) {
      files.set(path, await readFile(join(outDir, path)));
    }
    return files;
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

async function write(name, files) {
  const dist = join(root, name);
  await rm(dist, { recursive: true, force: true });
  let packedSize = 0;
  for (const [path, content] of files) {
    const target = join(dist, `${path}.gz`);
    const packed = compress(content);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, packed);
    packedSize += packed.length;
  }
  console.log(`${name}: ${files.size} files, ${packedSize} bytes`);
}

/** What a folder holds that differs from the files. It compares contents: versions of zlib may pack them differently. */
async function differences(name, files) {
  const found = [];
  const dist = join(root, name);
  const committed = await filesBelow(dist);
  const expected = [...files.keys()].map((path) => `${path}.gz`);
  for (const path of committed.filter((file) => !expected.includes(file))) {
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

async function check(name, files) {
  const found = await differences(name, files);
  for (const line of found) console.error(`${name}: ${line}`);
  if (found.length > 0) {
    console.error(`${name} does not match its sources: run "npm run build" and commit web/${name}`);
    process.exitCode = 1;
  } else {
    console.log(`${name} matches its sources: ${files.size} files`);
  }
}

const checking = process.argv.includes('--check');
const named = process.argv.slice(2).filter((argument) => argument !== '--check');
for (const { name, config } of targets) {
  if (named.length > 0 && !named.includes(name)) continue;
  const files = await bundle(config);
  await (checking ? check : write)(name, files);
}
