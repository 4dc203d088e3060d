import t from 'tap';
import { Catalog } from '../../src/catalog/index.js';
import { openEngine } from '../../src/engine.js';
import { linuxTables } from '../../src/tables/index.js';
import { RecordingHost } from '../recording-host.js';

// What a query touches is what it costs, on a machine with thousands of processes and millions of files.

interface Case {
  readonly sql: string;
  readonly rows: readonly (readonly unknown[])[];
  /** All that the host is asked, in order where no two orders are as good. */
  readonly touches: readonly string[];
}

const PIDS = [1, 2, 45, 640, 700, 701, 710, 711, 720, 721, 730, 740, 750, 751, 812, 900, 1000];
const comm = (pid: number): string => `read /proc/${pid}/comm`;
const exists = (pid: number): string => `stat /proc/${pid}`;
const rowsOf = (...pids: number[]): number[][] => pids.map((pid) => [pid]);

const CASES: readonly Case[] = [
  { sql: 'SELECT pid FROM processes', rows: rowsOf(...PIDS), touches: ['list /proc'] },
  { sql: 'SELECT count(*) FROM processes', rows: [[PIDS.length]], touches: ['list /proc'] },
  {
    sql: 'SELECT pid FROM (SELECT * FROM processes)',
    rows: rowsOf(...PIDS),
    touches: ['list /proc'],
  },
  {
    sql: "SELECT pid FROM processes WHERE name <> ''",
    rows: rowsOf(...PIDS),
    touches: ['list /proc', ...PIDS.map(comm)],
  },
  { sql: 'SELECT pid FROM processes WHERE pid = 1', rows: [[1]], touches: [exists(1)] },
  { sql: 'SELECT pid, name FROM processes WHERE pid = 1', rows: [[1, 'systemd']], touches: [comm(1)] },
  {
    sql: 'SELECT pid, name FROM processes WHERE pid IN (1, 2, 3)',
    rows: [
      [1, 'systemd'],
      [2, 'kthreadd'],
    ],
    // What is not there may be a file that a process has not.
    touches: [comm(1), comm(2), comm(3), exists(3)],
  },
  {
    sql: 'SELECT pid, name FROM processes WHERE pid = 1 OR pid = 2',
    rows: [
      [1, 'systemd'],
      [2, 'kthreadd'],
    ],
    touches: [comm(1), comm(2)],
  },
  {
    sql: 'WITH wanted(pid) AS (VALUES (1), (2), (1)) SELECT pid, name FROM wanted JOIN processes USING (pid)',
    rows: [
      [1, 'systemd'],
      [2, 'kthreadd'],
      [1, 'systemd'],
    ],
    touches: [comm(1), comm(2)],
  },
  {
    sql: 'WITH wanted(pid) AS (VALUES (1), (2)) SELECT p.pid FROM processes AS p, wanted AS w WHERE p.pid = w.pid',
    rows: rowsOf(1, 2),
    touches: [exists(1), exists(2)],
  },
  {
    sql: 'SELECT pid, name FROM processes LIMIT 5',
    rows: [
      [1, 'systemd'],
      [2, 'kthreadd'],
      [45, 'kworker/R-kvfree_rcu_reclaim'],
      [640, 'nginx'],
      [700, 'sshd'],
    ],
    touches: ['list /proc', ...PIDS.slice(0, 5).map(comm)],
  },
  {
    sql: 'SELECT name FROM processes LIMIT 1 OFFSET 2',
    rows: [['kworker/R-kvfree_rcu_reclaim']],
    touches: ['list /proc', ...PIDS.slice(0, 3).map(comm)],
  },
  { sql: 'SELECT pid FROM processes WHERE 1 = 0', rows: [], touches: [] },
  { sql: 'SELECT pid FROM processes LIMIT 0', rows: [], touches: [] },
  {
    sql: "SELECT path, type FROM file WHERE path = '/etc/passwd'",
    rows: [['/etc/passwd', 'regular']],
    touches: ['stat /etc/passwd'],
  },
];

t.test('a query touches what it needs, and nothing else', async (t) => {
  for (const { sql, rows, touches } of CASES) {
    await t.test(sql, async (t) => {
      const host = new RecordingHost('test/hosts/debian-small');
      t.strictSame(await rowsFrom(host, sql), rows);
      t.strictSame(host.touches, touches);
    });
  }
});

t.test('a file asked for by path costs nothing beside it', async (t) => {
  const host = new RecordingHost('test/hosts/debian-small');
  await rowsFrom(host, "SELECT * FROM file WHERE path = '/etc/hosts'");
  t.ok(host.touches.length > 0);
  t.strictSame([...new Set(host.touches.map((touch) => touch.split(' ')[1]))], ['/etc/hosts']);
});

t.test('a join of processes and sockets lists processes once, whichever is written first', async (t) => {
  const touches: string[][] = [];
  for (const from of ['processes JOIN process_open_sockets', 'process_open_sockets JOIN processes']) {
    const host = new RecordingHost('test/hosts/debian-small');
    await rowsFrom(host, `SELECT pid, name, fd FROM ${from} USING (pid)`);
    t.equal(host.touches.filter((touch) => touch === 'list /proc').length, 1, from);
    touches.push(host.touches);
  }
  t.strictSame(touches[0], touches[1], 'the same work either way');
});

async function rowsFrom(host: RecordingHost, sql: string): Promise<(readonly unknown[])[]> {
  const rows: (readonly unknown[])[] = [];
  for (const statement of openEngine({ catalog: new Catalog(linuxTables), host }).prepare(sql))
    for await (const batch of statement.run()) rows.push(...batch);
  return rows;
}
