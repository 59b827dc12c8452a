import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serverAudits } from 'graphql-http';
import { base } from './browser.mjs';

const audits = serverAudits({ url: `${base()}/graphql` });

test('the suite has the audits that were counted on', () => {
  assert.equal(audits.length, 61);
});

for (const audit of audits) {
  test(`GraphQL over HTTP ${audit.id}: ${audit.name}`, async () => {
    const result = await audit.fn();
    assert.equal(result.status, 'ok', result.reason);
  });
}
