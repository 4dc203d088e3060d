import * as fs from 'node:fs';
import t from 'tap';
import { Host } from '../../src/host/index.js';
import { linuxTables } from '../../src/tables/index.js';
import { interfaceAddresses } from '../../src/tables/network/interface-addresses.js';
import { processOpenSockets } from '../../src/tables/network/process-open-sockets.js';
import { processOpenFiles } from '../../src/tables/system/process-open-files.js';
import { glob, like } from './patterns.js';
import { type ScanOptions, scanTable } from './scan.js';

const debian = new Host('test/hosts/debian-small');

/** What a key leaves of the table must be what a filter leaves of all its rows. */
t.test('a key gives the rows that a filter would', async (t) => {
  const files = (lookup: ScanOptions['lookup']) => scanTable(processOpenFiles, debian, { lookup: lookup ?? {} });
  const all = files({});
  const paths = [...new Set(all.map((row) => String(row.path)))];
  t.ok(paths.length > 2);
  const [first = '', second = ''] = paths;
  t.same(
    files({ path: [first, second] }),
    all.filter(({ path }) => path === first || path === second),
  );
  t.same(
    files({ path: { patterns: [like('%/NULL'), glob('/var/*')] } }),
    all.filter(({ path }) => /\/null$|^\/var\//i.test(String(path))),
  );
  t.same(
    files({ path: [first], pid: [1] }),
    all.filter(({ path, pid }) => path === first && pid === 1),
  );
  t.same(files({ path: [first], pid: [99_999] }), []);

  const addresses = scanTable(interfaceAddresses, debian);
  t.same(
    scanTable(interfaceAddresses, debian, { lookup: { interface: ['lo', 'ens3:1', 'none'] } }),
    addresses.filter((row) => row.interface === 'lo' || row.interface === 'ens3:1'),
  );

  const sockets = (lookup: ScanOptions['lookup']) => scanTable(processOpenSockets, debian, { lookup: lookup ?? {} });
  const every = sockets({});
  const ports = [...new Set(every.map((row) => Number(row.local_port)))];
  for (const port of ports)
    t.same(
      sockets({ local_port: [port] }),
      every.filter((row) => row.local_port === port),
      `port ${port}`,
    );
  const range = { range: { min: 1, minInclusive: true, max: 1024, maxInclusive: false } };
  t.same(
    sockets({ local_port: range }),
    every.filter((row) => Number(row.local_port) >= 1 && Number(row.local_port) < 1024),
  );
  t.same(
    sockets({ remote_port: range }),
    every.filter((row) => Number(row.remote_port) >= 1 && Number(row.remote_port) < 1024),
  );
  t.same(
    sockets({ remote_port: [0], family: [2], protocol: [6] }),
    every.filter((row) => row.remote_port === 0 && row.family === 2 && row.protocol === 6),
  );
});

t.test('a port that no socket has costs no look at descriptors', async (t) => {
  const host = new Host();
  const cost = (lookup: ScanOptions['lookup']): number => {
    const before = host.counters.syscalls;
    scanTable(processOpenSockets, host, { lookup: lookup ?? {}, columns: ['pid'] });
    return host.counters.syscalls - before;
  };
  const whole = cost({});
  t.ok(cost({ local_port: [-5] }) < whole, `fewer than ${whole} system calls`);
});

t.test('every key has a case that shows it at work', async (t) => {
  const cases = fs.readFileSync('test/plan/table-keys.plan', 'utf8');
  for (const { name, columns } of linuxTables)
    for (const column of columns)
      if (column.key) t.match(cases, new RegExp(`FROM ${name} WHERE ${column.name} =`), `${name}.${column.name}`);
});
