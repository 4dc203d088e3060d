import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import t, { type Test } from 'tap';
import { Gone } from '../../src/core/index.js';
import { Host } from '../../src/host/index.js';
import { mountNamespaces } from '../../src/tables/mount-namespace.js';

const debian = new Host('test/hosts/debian-small');

t.test('a recorded container', async (t) => {
  const inside = debian.inMountNamespace(640);
  t.equal(debian.mountNamespaceId(640), '4026532301');
  t.match(inside.readText('/etc/os-release'), /Alpine/, 'its absolute link stays inside');
  t.match(inside.readText('/etc/hosts'), /10\.88\.0\.5/);
  t.throws(() => inside.readText('/etc/machine-id'), Gone, 'dots do not lead out of it');
  t.equal(inside.facts, debian.facts);
  t.equal(inside.counters, debian.counters);
  t.equal(inside.stat('/etc/passwd').ino, debian.stat('/var/lib/containers/web/rootfs/etc/passwd').ino);
});

t.test('processes of our own namespace see what we see', async (t) => {
  t.equal(debian.inMountNamespace(1), debian);
  t.equal(debian.inMountNamespace(812), debian);
});

t.test('no such process', async (t) => {
  for (const pid of [0, -1, 1.5, 99_999, 2 ** 53]) t.throws(() => debian.inMountNamespace(pid), Gone, String(pid));
});

t.test('the views a query asks for', async (t) => {
  const views = (values?: number[]) =>
    [...mountNamespaces(debian, values && { values })].map(({ pid, id }) => [pid, id]);
  t.same(views(), [[0, null]]);
  t.same(views([640]), [[640, '4026532301']]);
  t.same(views([-5, 0, 1, 7, 640]), [
    [0, null],
    [1, '4026531841'],
    [640, '4026532301'],
  ]);
  t.same(views([]), []);
  const [one, again] = [...mountNamespaces(debian, { values: [1, 812] })];
  t.equal(one?.host, again?.host);
});

const canUnshare = ((): boolean => {
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Runs a script in a mount namespace of its own, and resolves once it printed `ready`; it ends with the test. */
async function inNamespace(t: Test, script: string): Promise<ChildProcess & { readonly pid: number }> {
  const child = spawn('unshare', ['--mount', 'sh', '-ec', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`namespace script ended with ${code}`)));
  });
  return Object.assign(child, { pid: child.pid ?? 0 });
}

t.test('a live namespace', { skip: !canUnshare && 'needs root and unshare(1)' }, async (t) => {
  const host = new Host();
  const place = t.testdir({ etc: { hosts: 'outside\n', link: t.fixture('symlink', 'hosts') }, jail: {} });
  const hide = `mount -t tmpfs none "${place}/etc"; echo inside > "${place}/etc/hosts"`;
  const ready = 'echo ready; read wait';

  t.test('shows what is mounted there alone, until its process ends', async (t) => {
    const { pid } = await inNamespace(t, `${hide}; ${ready}`);
    const view = host.inMountNamespace(pid);
    t.not(view, host);
    t.notOk(view.isFixture);
    t.equal(view.readText(`${place}/etc/hosts`), 'inside\n');
    t.equal(host.readText(`${place}/etc/hosts`), 'outside\n');
    t.throws(() => view.readText(`${place}/etc/link`), Gone, 'hidden by the mount');
    process.kill(pid, 'SIGKILL');
    while (isAlive(pid)) await new Promise((resolve) => setImmediate(resolve));
    t.throws(() => view.readText('/etc/hosts'), Gone);
    t.throws(() => host.inMountNamespace(pid), Gone);
  });

  t.test('is the whole of it, though its process did chroot(2)', async (t) => {
    const { pid } = await inNamespace(
      t,
      `mount --bind / "${place}/jail"; ${hide}; exec chroot "${place}/jail" sh -c '${ready}'`,
    );
    t.equal(fs.readlinkSync(`/proc/${pid}/root`), `${place}/jail`);
    t.equal(host.inMountNamespace(pid).readText(`${place}/etc/hosts`), 'inside\n');
  });

  t.test('has its own root after pivot_root(2)', async (t) => {
    const jail = `${place}/jail`;
    const { pid } = await inNamespace(
      t,
      `mount --rbind / "${jail}"; mount -t tmpfs none "${jail}/tmp"; echo inside > "${jail}/tmp/marker"; cd "${jail}"; pivot_root . .; umount -l .; cd /; ${ready}`,
    );
    const view = host.inMountNamespace(pid);
    t.equal(view.readText('/tmp/marker'), 'inside\n');
    t.equal(view.readText('/../../tmp/marker'), 'inside\n');
  });
});

/** A killed process stays as a zombie until its parent has waited for it. */
function isAlive(pid: number): boolean {
  try {
    fs.readlinkSync(`/proc/${pid}/root`);
    return true;
  } catch {
    return false;
  }
}
