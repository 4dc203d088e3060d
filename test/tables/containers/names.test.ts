import t from 'tap';
import { Catalog, knownTable } from '../../../src/catalog/index.js';
import { containerTables } from '../../../src/tables/containers/index.js';
import { linuxTables } from '../../../src/tables/index.js';

const catalog = new Catalog(linuxTables, [], knownTable);

t.test('every table of an engine answers to a name without a vendor', async (t) => {
  for (const table of containerTables.filter(({ name }) => name.startsWith('docker_'))) {
    t.equal(catalog.table(table.name.replace('docker_', 'container_')), table);
    for (const alias of table.aliases) t.equal(catalog.table(alias), table, alias);
  }
});

t.test('short names of what containers have, but where an engine has the same', async (t) => {
  t.equal(catalog.table('container_envs')?.name, 'docker_container_envs');
  t.equal(catalog.table('container_processes')?.name, 'docker_container_processes');
  t.equal(catalog.table('container_networks')?.name, 'docker_networks');
  t.equal(catalog.table('container_container_networks')?.name, 'docker_container_networks');
  t.equal(catalog.table('container_network_labels')?.name, 'docker_network_labels');
});

t.test('no two tables share a name', async (t) => {
  const names = linuxTables.flatMap(({ name, aliases }) => [name, ...aliases]);
  t.same(
    names.filter((name, at) => names.indexOf(name) !== at),
    [],
  );
});
