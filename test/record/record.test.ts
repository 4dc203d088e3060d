import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import t from 'tap';
import { Host } from '../../src/host/index.js';
import { FolderSink, record } from '../../src/record/index.js';
import { linuxTables } from '../../src/tables/index.js';
import { catalog, isWhole, rowsOf, selectAll } from './rows.js';

const HOSTS = resolve('test/hosts');
const machines = readdirSync(HOSTS).filter((name) => existsSync(join(HOSTS, name, '.host.json')));

/** What a recording leaves out. */
const SECRET: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  docker_container_envs: { value: 'NULL' },
  docker_containers: { env_variables: 'NULL' },
  augeas: { value: "CASE WHEN path LIKE '%shadow' AND label = 'password' THEN NULL ELSE value END" },
  process_envs: { value: 'NULL' },
  shell_history: { command: 'NULL' },
};

for (const machine of machines) {
  t.test(`a recording of ${machine} answers as it does`, async (t) => {
    const root = join(HOSTS, machine);
    const to = join(t.testdir({}), 'recording');
    const report = await record({
      catalog: catalog(),
      root,
      sink: new FolderSink(to),
      isAnonymous: false,
      keepEnvironment: false,
    });
    t.same(report.failed, []);
    const recorded = new Host(to);
    const original = new Host(root);
    for (const table of linuxTables.filter(isWhole)) {
      const sql = selectAll(table, SECRET[table.name]);
      const rows = await rowsOf(recorded, sql);
      const wanted = await rowsOf(original, sql);
      const at = wanted.findIndex((row, index) => row !== rows[index]);
      // The first row that differs, and no more of it than can be read.
      t.equal(rows[at]?.slice(0, 2000), wanted[at]?.slice(0, 2000), `${table.name}, row ${at} of ${wanted.length}`);
      t.equal(rows.length, wanted.length, table.name);
    }
  });
}
