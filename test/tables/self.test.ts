import t from 'tap';
import { Catalog, type SelfFacts } from '../../src/catalog/index.js';
import { openEngine } from '../../src/engine.js';
import { Host } from '../../src/host/index.js';
import { linuxTables } from '../../src/tables/index.js';

const ask = async (sql: string, self?: SelfFacts) => {
  const engine = openEngine({ catalog: new Catalog(linuxTables), host: new Host(), ...(self && { self: () => self }) });
  const rows = [];
  for (const prepared of engine.prepareEach(sql)) rows.push(...(await prepared.collect()));
  return rows;
};

t.test('a daemon answers for itself', async (t) => {
  const self: SelfFacts = {
    version: '1.2.3',
    configHash: 'abc',
    isConfigValid: true,
    watcherPid: 42,
    rows: async (table) => [
      { name: `${table} a`, interval: 60, executions: 9007199254740993n, denylisted: true },
      { name: `${table} b` },
    ],
  };
  t.same(await ask('SELECT version, config_hash, config_valid, watcher FROM osquery_info', self), [
    ['1.2.3', 'abc', 1, 42],
  ]);
  t.same(await ask('SELECT name, interval, executions, denylisted, blacklisted, query FROM osquery_schedule', self), [
    ['osquery_schedule a', 60, 9007199254740993n, 1, 1, null],
    ['osquery_schedule b', null, null, null, null, null],
  ]);
  t.same(await ask("SELECT name FROM hostql_query_stats WHERE name LIKE '%b'", self), [['hostql_query_stats b']]);
});

t.test('nobody else does', async (t) => {
  const tables = linuxTables.map(({ name }) => name).filter((name) => /^(osquery|hostql)_/.test(name));
  t.equal(tables.length, 10);
  for (const name of tables)
    t.equal((await ask(`SELECT * FROM ${name}`)).length, name === 'osquery_info' ? 1 : 0, name);
});
