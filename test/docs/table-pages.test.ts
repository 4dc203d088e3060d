import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import t from 'tap';
import { Catalog, knownTable } from '../../src/catalog/index.js';
import { openEngine } from '../../src/engine.js';
import { Host } from '../../src/host/index.js';
import { printTables } from '../../src/shell/schema.js';
import { linuxTables } from '../../src/tables/index.js';
import { isRewriting } from '../run/case-file.js';
import { tablePages } from './table-pages.js';

const FOLDER = resolve('docs/tables');
const catalog = () => new Catalog(linuxTables, [], knownTable);

t.test('docs/tables is what the specs say (npm run docs)', async (t) => {
  const pages = tablePages();
  if (isRewriting) {
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER);
    for (const [name, text] of pages) writeFileSync(join(FOLDER, name), text);
  }
  t.same(readdirSync(FOLDER).sort(), [...pages.keys()].sort(), 'a page for each table, and none beside');
  for (const [name, text] of pages)
    t.ok(readFileSync(join(FOLDER, name), 'utf8') === text, `${name} is as it would be written`);
});

t.test('schema.json is what hostql tables --json prints', async (t) => {
  let printed = '';
  const write = (text: string): void => {
    printed += text;
  };
  printTables(catalog(), undefined, { write }, true);
  t.ok(printed === tablePages().get('schema.json'));
});

t.test('every table tells its sources and shows two queries', async (t) => {
  for (const { name, sources, examples, description, columns } of linuxTables) {
    t.ok(sources.length > 0, `${name} has sources`);
    t.ok(examples.length >= 2, `${name} has two examples`);
    t.ok(
      description.length > 0 && columns.every((column) => column.description.length > 0),
      `${name} tells what it shows`,
    );
    for (const sql of examples) t.match(sql, new RegExp(`\\b${name}\\b`), `an example of ${name} is about it`);
  }
});

for (const machine of ['debian-containers', 'laptop', 'rhel-like', 'vm-smbios', 'hostile']) {
  t.test(`every example runs on ${machine}`, async (t) => {
    const engine = openEngine({ catalog: catalog(), host: new Host(resolve('test/hosts', machine)) });
    for (const { name, examples } of linuxTables)
      for (const sql of examples)
        for (const prepared of engine.prepare(sql))
          await t.resolves(Promise.resolve(prepared.collect()), `${name}: ${sql}`);
  });
}
