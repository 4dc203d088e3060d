import * as fs from 'node:fs';
import { Worker } from 'node:worker_threads';
import t from 'tap';
import type { TableSpec } from '../../src/catalog/index.js';
import { Host, parseContainer } from '../../src/host/index.js';
import { linuxTables } from '../../src/tables/index.js';
import { processes } from '../../src/tables/system/processes.js';
import { scanColumn, scanTable } from './scan.js';

const live = new Host();
const ID = '0123456789abcdef'.repeat(4);
const OTHER = 'f'.repeat(64);
const POD = '1f3e4d5c-0a1b-2c3d-4e5f-60718293a4b5';
const SLICE = `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${POD.replaceAll('-', '_')}.slice`;

t.test('containers by the names of control groups', async (t) => {
  const cases: readonly (readonly [cgroup: string, container: readonly (string | null)[] | null])[] = [
    [`0::/system.slice/docker-${ID}.scope`, [ID, 'docker', null]],
    [`0::/system.slice/docker-${ID}.scope/init.scope`, [ID, 'docker', null]],
    [`12:cpuset:/\n11:memory:/docker/${ID}\n1:name=systemd:/docker/${ID}\n`, [ID, 'docker', null]],
    [`0::${SLICE}/cri-containerd-${ID}.scope`, [ID, 'containerd', POD]],
    [`0::${SLICE}/crio-${ID}.scope`, [ID, 'cri-o', POD]],
    [`0::${SLICE}/crio-conmon-${ID}.scope`, null],
    [`0::/kubepods/besteffort/pod${POD}/${ID}`, [ID, null, POD]],
    [`0::/kubepods/pod0123456789abcdef0123456789abcdef/${ID}`, [ID, null, '0123456789abcdef0123456789abcdef']],
    [
      `0::/system.slice/containerd.service/kubepods-besteffort-pod${POD.replaceAll('-', '_')}.slice:cri-containerd:${ID}`,
      [ID, 'containerd', POD],
    ],
    [`0::/machine.slice/libpod-${ID}.scope/container`, [ID, 'podman', null]],
    [`0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${ID}.scope`, [ID, 'podman', null]],
    [`0::/machine.slice/libpod-conmon-${ID}.scope`, null],
    ['0::/lxc.payload.web/system.slice/cron.service', ['web', 'lxc', null]],
    ['4:memory:/lxc/my box/init.scope', ['my box', 'lxc', null]],
    ['0::/lxc.monitor.web', null],
    ['0::/machine.slice/machine-my\\x2dbox.scope/payload', ['my-box', 'systemd-nspawn', null]],
    ['0::/machine.slice/systemd-nspawn@box.service/payload', ['box', 'systemd-nspawn', null]],
    ['0::/machine.slice/machine-qemu\\x2d1\\x2dvm.scope/libvirt/emulator', null],
    [
      '0::/ecs/0123456789abcdef0123456789abcdef/0123456789abcdef0123456789abcdef-1234567890',
      ['0123456789abcdef0123456789abcdef-1234567890', 'ecs', null],
    ],
    [`0::/docker/${OTHER}/kubelet.slice/kubelet${SLICE.slice(1)}/cri-containerd-${ID}.scope`, [ID, 'containerd', POD]],
    ['0::/system.slice/ssh.service', null],
    ['0::/user.slice/user-1000.slice/session-3.scope', null],
    ['0::/system.slice/docker-4f1c.scope', null],
    [`0::/system.slice/${ID.toUpperCase()}`, null],
    ['0::/', null],
    ['', null],
    ['no colons', null],
    [`1:a:${'/x'.repeat(100_000)}`, null],
  ];
  for (const [cgroup, container] of cases) {
    const found = parseContainer(cgroup);
    t.same(found && [found.id, found.runtime, found.podUid], container, cgroup.slice(0, 100));
  }
});

/** A machine with a process in a container and one outside; whoever asks for the control groups of another is refused. */
function machine(root: string): Host {
  const stat = (pid: number): string => `${pid} (name) S 1 ${pid} ${'0 '.repeat(20)}0\n`;
  for (const [pid, cgroup] of [
    [1, '0::/init.scope\n'],
    [7, `0::/system.slice/docker-${ID}.scope\n`],
  ] as const) {
    fs.mkdirSync(`${root}/proc/${pid}/fd`, { recursive: true });
    fs.writeFileSync(`${root}/proc/${pid}/cgroup`, cgroup);
    fs.writeFileSync(`${root}/proc/${pid}/stat`, stat(pid));
    fs.writeFileSync(`${root}/proc/${pid}/environ`, 'A=1\0B=2\0');
    fs.writeFileSync(`${root}/proc/${pid}/maps`, '00400000-00401000 r-xp 00000000 08:01 5 /bin/x\n');
    fs.symlinkSync('/etc/x', `${root}/proc/${pid}/fd/3`);
    fs.symlinkSync(`pipe:[${pid}]`, `${root}/proc/${pid}/fd/4`);
  }
  return new Host(root);
}

t.test('tables of processes say in which container they run', async (t) => {
  const host = machine(t.testdir({}));
  const names = [
    'processes',
    'process_envs',
    'process_memory_map',
    'process_namespaces',
    'process_open_files',
    'process_open_pipes',
  ];
  for (const name of names) {
    const table = linuxTables.find((candidate) => candidate.name === name) as TableSpec; // names are those of tables
    const columns = ['pid', 'container_id', 'container_runtime', 'pod_uid'];
    const rows = [...new Set(scanTable(table, host, { columns }).map((row) => JSON.stringify(Object.values(row))))];
    t.same(rows, [`[1,null,null,null]`, `[7,"${ID}","docker",null]`], name);
  }
});

t.test('control groups are read once for each process, and not unless they are asked for', async (t) => {
  const host = machine(t.testdir({}));
  const table = linuxTables.find(({ name }) => name === 'process_envs') as TableSpec; // the name of a table
  const opened = (columns: string[]): number => {
    const before = host.counters.filesOpened;
    scanTable(table, host, { columns });
    return host.counters.filesOpened - before;
  };
  t.equal(opened(['pid', 'container_id', 'pod_uid']) - opened(['pid', 'key']), 2);
});

t.test('sockets of nobody are in no container', async (t) => {
  for (const name of ['process_open_sockets', 'listening_ports']) {
    const table = linuxTables.find((candidate) => candidate.name === name) as TableSpec; // names are those of tables
    for (const row of scanTable(table, new Host('test/hosts/debian-small'), { columns: ['pid', 'container_id'] }))
      t.equal(row.container_id, null);
  }
});

t.test('threads of a recorded machine', async (t) => {
  const root = t.testdir({});
  const thread = (folder: string, id: number, name: string): void => {
    fs.mkdirSync(`${root}/proc/${folder}`, { recursive: true });
    fs.writeFileSync(
      `${root}/proc/${folder}/stat`,
      `${id} (${name}) S 1 5 5 0 -1 0 0 0 0 0 ${id} 0 0 0 20 0 2 0 100 0 0\n`,
    );
    fs.writeFileSync(`${root}/proc/${folder}/status`, `Name:\t${name}\nTgid:\t5\nPid:\t${id}\nUid:\t0\t0\t0\t0\n`);
  };
  for (const folder of ['5', '5/task/5']) thread(folder, 5, 'main');
  for (const folder of ['6', '5/task/6']) thread(folder, 6, 'worker');
  fs.renameSync(`${root}/proc/6`, `${root}/proc/hidden`);
  const host = new Host(root);
  const columns = ['pid', 'name', 'user_time', 'thread_group', 'include_threads'];
  const rows = (lookup: Record<string, readonly number[]>) =>
    scanTable(processes, host, { columns, lookup }).map(Object.values);
  const main = [5, 'main', 50, 5, 1];
  const worker = [6, 'worker', 60, 5, 1];
  t.same(rows({}), [[5, 'main', 50, 5, 0]]);
  t.same(rows({ include_threads: [1] }), [main, worker]);
  t.same(rows({ include_threads: [0, 1] }), [main, worker]);
  t.same(rows({ include_threads: [1], thread_group: [5, 9] }), [main, worker]);
  t.same(rows({ include_threads: [1], pid: [5] }), [main]);
  t.same(rows({ include_threads: [2] }), []);
  t.same(rows({ thread_group: [5] }), [[5, 'main', 50, 5, 0]]);
  fs.renameSync(`${root}/proc/hidden`, `${root}/proc/6`);
  t.same(rows({ include_threads: [1], pid: [6] }), [worker], 'a thread by its id');
});

t.test('threads of our own', async (t) => {
  const worker = new Worker('setInterval(() => {}, 1000)', { eval: true });
  t.teardown(() => worker.terminate());
  await new Promise((done) => worker.once('online', done));
  const lookup = { include_threads: [1], thread_group: [process.pid] };
  const ids = fs.readdirSync('/proc/self/task').map(Number);
  const seen = scanTable(processes, live, { lookup, columns: ['pid', 'name', 'thread_group', 'parent', 'threads'] });
  t.ok(ids.length > 1);
  t.same(
    seen.map(({ pid }) => pid),
    ids.sort((a, b) => a - b),
  );
  for (const row of seen) t.match(row, { thread_group: process.pid, parent: process.ppid });
  t.same(scanColumn(processes, live, 'pid', { lookup: { pid: [process.pid] } }), [process.pid]);
});
