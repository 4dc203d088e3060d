import t from 'tap';
import { Host, Refused } from '../../src/host/index.js';
import { parseRecord } from '../../src/host/recorded.js';

const debian = new Host('test/hosts/debian-small');

t.test('facts come from the record', async (t) => {
  t.ok(debian.isFixture);
  t.notOk(new Host().isFixture);
  t.match(debian.facts, { hostname: 'web1', pid: 812, uid: 0, clockTicksPerSecond: 100, pageSize: 4096 });
  t.equal(debian.facts.nowMs(), 1772706030456);
  t.equal(debian.facts.uname.nodename, 'web1');
  t.equal(debian.facts.interfaceAddresses().length, 7);
});

t.test('stat is the same in every checkout', async (t) => {
  const passwd = debian.stat('/etc/passwd');
  t.match(passwd, { uid: 0n, gid: 0n, nlink: 1n, mtimeMs: 1709251200000n, dev: 2049n });
  t.equal(passwd.mode, 0o100644n);
  t.equal(passwd.mtime.toISOString(), '2024-03-01T00:00:00.000Z');
  t.equal(passwd.ino, debian.stat('/./etc/../etc/passwd').ino);
  t.not(passwd.ino, debian.stat('/etc/group').ino);
  t.equal(debian.stat('/etc').mode, 0o40755n);
  t.equal(debian.lstat('/etc/localtime').mode, 0o120777n);
  const device = debian.stat('/dev/disk/by-uuid/7d2a9f3e-0c11-4c8e-9a67-52c1e0b4f8aa');
  t.ok(device.isBlockDevice(), 'an override changes the type too');
  t.match(device, { rdev: 64769n, gid: 6n, size: 0n });
});

t.test('statfs comes from the record', async (t) => {
  t.equal(debian.statfs('/srv/big data').inodes, 18446744073709551615n);
  t.throws(() => debian.statfs('/etc'), Refused);
});

t.test('refused paths are refused', async (t) => {
  const hostile = new Host('test/hosts/hostile');
  t.throws(() => hostile.readText('/proc/cmdline'), Refused);
  t.throws(() => hostile.readText('/proc/../proc/cmdline'), Refused);
  t.equal(hostile.readText('/proc/version'), 'Linux\n');
});

t.test('lists are in order', async (t) => {
  const names = debian.list('/etc');
  t.same(names, [...names].sort());
});

t.test('a tree without record has neutral facts and files as they are', async (t) => {
  const host = new Host(t.testdir({ file: 'x' }));
  t.equal(host.facts.hostname, 'localhost');
  t.equal(host.stat('/file').uid, BigInt(process.getuid?.() ?? 0));
});

t.test('a wrong record says where', async (t) => {
  const cases: [record: unknown, message: RegExp][] = [
    [[], /not an object/],
    [{ nowMs: 'x' }, /wrong value for "nowMs": "x"/],
    [{ nwoMs: 1 }, /no such field: "nwoMs"/],
    [{ stat: { '/etc': { mode: '0999' } } }, /stat\["\/etc"\]: wrong value for "mode"/],
    [{ stat: { '/etc': { size: 1.5 } } }, /wrong value for "size"/],
    [{ stat: { '/etc': 1 } }, /wrong value for "stat"/],
    [{ uname: { release: 6 } }, /uname: wrong value for "release"/],
    [{ interfaceAddresses: [{ adress: 'x' }] }, /interfaceAddresses\[0\]: no such field: "adress"/],
    [{ refused: [1] }, /wrong value for "refused"/],
  ];
  for (const [record, message] of cases) t.throws(() => parseRecord(record), { message }, JSON.stringify(record));
  t.equal(parseRecord({}).facts.uname.sysname, 'Linux');
});
