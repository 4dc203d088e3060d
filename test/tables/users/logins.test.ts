import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import t from 'tap';
import { Host, listWtmp, parseLoginRecords } from '../../../src/host/index.js';
import { last } from '../../../src/tables/users/last.js';
import { loggedInUsers } from '../../../src/tables/users/logged-in-users.js';
import { type ScannedRow, scanTable } from '../scan.js';

const debian = new Host('test/hosts/debian-small');
const live = new Host();
const values = (rows: readonly ScannedRow[]): unknown[][] => rows.map((row) => Object.values(row));

t.test('who is logged in', async (t) => {
  t.same(values(scanTable(loggedInUsers, debian)), [
    ['boot_time', 'reboot', '~', '6.1.0-18-amd64', 1772600000, 0],
    ['login', 'LOGIN', 'tty1', null, 1772600020, 640],
    ['user', 'alice', 'pts/0', '192.0.2.77', 1772700000, 700],
    ['dead', 'u'.repeat(32), 'l'.repeat(32), 'h'.repeat(256), 4294967295, 701],
    ['unknown', null, null, null, 0, 5],
  ]);
});

t.test('who was, rotated files first', async (t) => {
  t.same(values(scanTable(last, debian)), [
    ['bob', 'pts/1', 640, 7, 'user-process', 1760000000, 'gone.example'],
    ['root', 'pts/1', 650, 7, 'user-process', 1770000000, null],
    ['alice', 'pts/0', 700, 7, 'user-process', 1772700000, '192.0.2.77'],
    [null, 'pts/0', 700, 8, 'dead-process', 1772705000, null],
  ]);
});

t.test('records of other machines', async (t) => {
  const bytes = Buffer.alloc(400);
  bytes.writeInt16LE(7, 0);
  bytes.writeInt32LE(12, 4);
  bytes.write('alice', 44);
  bytes.writeBigInt64LE(2n ** 33n, 344);
  t.match([...parseLoginRecords(bytes, 'aarch64')], [{ type: 7, pid: 12, user: 'alice', time: 2 ** 33 }]);
  t.same([...parseLoginRecords(bytes.subarray(0, 399), 'aarch64')], [], 'a record cut off does not count');
  t.equal([...parseLoginRecords(Buffer.alloc(384 * 3 + 1, 0xff), 'x86_64')].length, 3);
});

t.test('rotated files', async (t) => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'hostql-'));
  t.teardown(() => fs.rmSync(root, { recursive: true, force: true }));
  fs.mkdirSync(path.join(root, 'var/log'), { recursive: true });
  const names = ['wtmp.10', 'wtmp.9.gz', 'wtmp-20260101', 'wtmp-20250101.gz', 'wtmp.db', 'wtmp', 'btmp.1'];
  for (const name of names) fs.writeFileSync(path.join(root, 'var/log', name), 'no gzip');
  const host = new Host(root);
  t.same(
    listWtmp(host),
    ['wtmp.10', 'wtmp.9.gz', 'wtmp-20250101.gz', 'wtmp-20260101', 'wtmp'].map((name) => `/var/log/${name}`),
  );
  const warnings: string[] = [];
  t.same(scanTable(last, host, { warnings }), []);
  t.same(warnings, [
    'cannot read /var/log/wtmp.9.gz: no gzip file',
    'cannot read /var/log/wtmp-20250101.gz: no gzip file',
  ]);
});

t.test('on this machine', async (t) => {
  for (const row of scanTable(last, live)) t.ok(Number(row.time) >= 0 && (row.type === 7 || row.type === 8));
  for (const row of scanTable(loggedInUsers, live)) t.not(row.pid, 1);
});
