import { readFileSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { jsonSchema } from '../../src/config/index.js';
import { isRewriting } from '../run/case-file.js';

const FILE = 'docs/hostql-config.schema.json';

t.test('the published schema is what the code says (npm run docs)', async (t) => {
  const schema = jsonSchema();
  if (isRewriting) writeFileSync(FILE, schema);
  t.equal(readFileSync(FILE, 'utf8'), schema);
});

t.test('every reference has its definition', async (t) => {
  const schema = jsonSchema();
  const { $defs } = JSON.parse(schema);
  const wanted = new Set([...schema.matchAll(/"#\/\$defs\/([^"]+)"/g)].map(([, name]) => name));
  t.same([...wanted].sort(), Object.keys($defs).sort());
  t.ok(wanted.has('query') && wanted.has('pack'));
  t.same($defs.query.required, ['query']);
  t.match($defs.query.properties.emit.enum, ['always', 'on_change', 'non_empty']);
});
