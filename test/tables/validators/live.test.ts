import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import t from 'tap';
import { openEngine } from '../../../src/engine.js';
import { Host } from '../../../src/host/index.js';
import { catalog } from '../../record/rows.js';
import { checkNamed } from './checks.js';
import { NULL_HERE, UNLISTED } from './null-here.js';

/** What osquery's own integration tests ask of every row, by table and column. */
const CHECKS: Readonly<Record<string, Readonly<Record<string, string>>>> = JSON.parse(
  readFileSync(resolve('test/tables/validators/columns.json'), 'utf8'),
);
/** Tables that need a key, and one that holds on every machine. */
const WHERE: Readonly<Record<string, string>> = {
  docker_container_processes: 'id IN (SELECT id FROM docker_containers)',
  docker_container_stats: 'id IN (SELECT id FROM docker_containers)',
  file: "path = '/etc/passwd'",
  hash: "path = '/etc/passwd'",
  magic: "path = '/etc/passwd'",
  extended_attributes: "path = '/etc/passwd'",
};

const engine = openEngine({ catalog: catalog(), host: new Host() });

for (const [table, columns] of Object.entries(CHECKS)) {
  t.test(`rows of ${table} on this machine`, async (t) => {
    const checks = new Map(Object.entries(columns).map(([name, check]) => [name, checkNamed(check)]));
    const inContainers = 'pid_with_namespace' in columns ? ', pid_with_namespace, mount_namespace_id' : '';
    const where = WHERE[table] ? ` WHERE ${WHERE[table]}` : '';
    for (const prepared of engine.prepare(`SELECT *${inContainers} FROM ${table}${where}`)) {
      t.same(
        prepared.columns.map(({ name }) => name).sort(),
        [...Object.keys(columns), ...(UNLISTED[table] ?? [])].sort(),
        'columns',
      );
      const wrong = new Set<string>();
      for await (const rows of prepared.run())
        for (const row of rows)
          prepared.columns.forEach(({ name }, at) => {
            const value = row[at] ?? null;
            if (UNLISTED[table]?.includes(name)) return;
            if (value === null && NULL_HERE[table]?.[name] !== undefined) return;
            if (!checks.get(name)?.(value === null ? '' : String(value)))
              wrong.add(`${name} = ${value}: ${columns[name]}`);
          });
      t.same([...wrong].slice(0, 5), []);
    }
  });
}
