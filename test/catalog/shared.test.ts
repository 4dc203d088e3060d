import t from 'tap';
import { Catalog, sharedSources } from '../../src/catalog/index.js';
import { Gone } from '../../src/core/index.js';
import { openEngine } from '../../src/engine.js';
import { Host } from '../../src/host/index.js';
import { linuxTables } from '../../src/tables/index.js';

t.test('a source is read once, and fails alike', async (t) => {
  const shared = sharedSources();
  const [one, other] = [new Host(), new Host()];
  let reads = 0;
  const read = (): number => ++reads;
  const another = (): number => ++reads;
  t.same([shared(one, read), shared(one, read), shared(one, another), shared(other, read)], [1, 1, 2, 3]);
  t.equal(sharedSources()(one, read), 4, 'by another statement anew');
  let tries = 0;
  const fail = (): never => {
    tries++;
    throw new Gone('nothing there');
  };
  for (let time = 0; time < 3; time++) t.throws(() => shared(one, fail), Gone);
  t.equal(tries, 1);
});

/** How often a statement opens a file. */
async function opened(sql: string): Promise<number> {
  const host = new Host('test/hosts/debian-small');
  const engine = openEngine({ catalog: new Catalog(linuxTables), host });
  for (const prepared of engine.prepareEach(sql)) await prepared.collect();
  return host.counters.filesOpened;
}

t.test('tables of one statement share their source', async (t) => {
  const alone = await opened('SELECT username FROM users');
  const both =
    'SELECT u.username, g.gid FROM users u CROSS JOIN user_groups g UNION ALL SELECT username, uid FROM users WHERE uid >= 0';
  t.equal(await opened(both), alone + 1, 'passwd once, and group');
  const smbios = 'SELECT handle FROM oem_strings';
  t.equal(
    await opened(`${smbios} UNION ALL SELECT handle FROM memory_arrays UNION ALL SELECT handle FROM smbios_tables`),
    await opened(smbios),
  );
});
