// The linked data of a register, read by a processor that knows nothing of us. JSONLD is the file:
//
//   recital export ropa --format jsonld -o register.jsonld …
//   JSONLD=register.jsonld node --test test/jsonld.test.mjs

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';

import jsonld from 'jsonld';

/** What the file says, before anybody reads it as linked data. */
async function register() {
  if (!process.env.JSONLD) throw new Error('set JSONLD to a file that recital exported');
  return JSON.parse(await readFile(process.env.JSONLD, 'utf8'));
}

/** Nothing is fetched: the context must be in the file. */
const offline = {
  safe: true,
  documentLoader: (url) => {
    throw new Error(`a reader would have to fetch ${url}`);
  },
};

/** The number of properties, types, identifiers and literals in a JSON-LD text. */
function count(value, tally = { properties: 0, types: 0, ids: 0, values: 0 }) {
  if (Array.isArray(value)) value.forEach((element) => count(element, tally));
  else if (value === null || typeof value !== 'object') tally.values++;
  else {
    for (const [key, member] of Object.entries(value)) {
      if (key === '@id') tally.ids++;
      else if (key === '@type' && '@value' in value) continue;
      else if (key === '@type') tally.types += [member].flat().length;
      else if (key === '@value') tally.values++;
      else {
        tally.properties++;
        count(member, tally);
      }
    }
  }
  return tally;
}

test('nothing is dropped when it is expanded', async () => {
  const text = await register();
  const expanded = await jsonld.expand(text, offline); // safe: a key or an identifier that would be dropped is an error
  const { '@context': _, ...data } = text;
  assert.deepEqual(count(expanded), count(data));
});

test('every property, type and datatype is an absolute IRI', async () => {
  const short = [];
  const look = (value) => {
    if (Array.isArray(value)) return value.forEach(look);
    if (value === null || typeof value !== 'object') return;
    for (const [key, member] of Object.entries(value)) {
      if (!key.startsWith('@') && !/^https?:/.test(key)) short.push(key);
      if (key === '@type') short.push(...[member].flat().filter((type) => !/^https?:/.test(type)));
      if (key === '@id' && !/^(https?|mailto|urn):/.test(member)) short.push(member);
      look(member);
    }
  };
  look(await jsonld.expand(await register(), offline));
  assert.deepEqual(short, []);
});

test('it is a graph of statements with a record for each activity', async () => {
  const text = await register();
  const quads = await jsonld.toRDF(text, offline);
  const records = quads.filter(({ object }) => object.value === 'https://w3id.org/dpcat#ROPARecord');
  assert.equal(records.length, text['dct:hasPart'].length);
  assert.ok(quads.length > 10 * records.length);
});
