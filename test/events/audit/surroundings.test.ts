import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { AuditRows } from '../../../src/events/audit/rows/audit-rows.js';
import { Containers } from '../../../src/events/surroundings/containers.js';
import { Programs } from '../../../src/events/surroundings/programs.js';
import { Host } from '../../../src/host/index.js';
import { ALL, Gathered } from './gather.js';
import { readStream, replay } from './stream.js';

const folder = mkdtempSync(join(tmpdir(), 'hostql-programs-'));
t.teardown(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'program');
const inode = (file: string): number => statSync(file).ino;

t.test('a program is looked at once a second', async (t) => {
  writeFileSync(path, 'one');
  chmodSync(path, 0o4750);
  const host = new Host();
  const programs = new Programs(host);
  const facts = programs.of(path, 1, [inode(path)], 1000);
  t.match(facts, { mode: '4750', ownerUid: process.getuid?.(), mtime: Math.floor(statSync(path).mtimeMs / 1000) });
  const before = host.counters.syscalls;
  t.equal(programs.of(path, 1, [inode(path)], 1999), facts);
  t.equal(host.counters.syscalls, before);
  programs.of(path, 1, [inode(path)], 2000);
  t.ok(host.counters.syscalls > before);
});

t.test('another file at the path is not the program', async (t) => {
  writeFileSync(path, 'one');
  const was = inode(path);
  writeFileSync(`${path}.new`, 'two');
  renameSync(`${path}.new`, path);
  t.equal(new Programs(new Host()).of(path, 999_999_999, [was], 1000), null);
  t.ok(new Programs(new Host()).of(path, 999_999_999, [], 1000), 'where no inode is known, the path is all there is');
});

t.test('a program of a container is looked at through its process', async (t) => {
  const root = join(folder, 'root');
  mkdirSync(join(root, 'proc/77'), { recursive: true });
  writeFileSync(join(root, 'elsewhere'), 'x');
  symlinkSync('/elsewhere', join(root, 'proc/77/exe'));
  const programs = new Programs(new Host(root));
  t.ok(programs.of('/usr/bin/app', 77, [inode(join(root, 'elsewhere'))], 1000));
  t.equal(programs.of('/usr/bin/app', 78, [inode(join(root, 'elsewhere')) + 1], 1000), null);
});

t.test('processes are known by their containers, and those that are gone by their parents', async (t) => {
  const root = join(folder, 'containers');
  const id = 'ab'.repeat(32);
  mkdirSync(join(root, 'proc/900'), { recursive: true });
  writeFileSync(join(root, 'proc/900/cgroup'), `0::/system.slice/docker-${id}.scope\n`);
  const containers = new Containers(new Host(root));
  const expected = { container_id: id, container_runtime: 'docker', pod_uid: null };
  t.same(containers.of(900, 1, 1000), expected);
  t.same(containers.of(901, 900, 1000), expected);
  t.same(containers.of(901, 1, 1000), {});

  const gathered = new Gathered(new Host(root));
  replay(new AuditRows(ALL, gathered, 0), readStream('32-bit'));
  for (const { row } of gathered.rows) t.match(row, { container_id: id, container_runtime: 'docker' });
});
