import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { ask } from './fake-engine.js';

/** Podman with a storage of its own, so that nothing of this machine is seen or changed. */
class Podman {
  readonly folder = mkdtempSync(join(tmpdir(), 'hostql-podman-'));
  readonly socket = join(this.folder, 'podman.sock');
  #service: ChildProcess | undefined;

  get #options(): string[] {
    const storage = ['--root', join(this.folder, 'root'), '--runroot', join(this.folder, 'run')];
    return [...storage, '--storage-driver', 'vfs', '--cgroup-manager', 'cgroupfs', '--events-backend', 'file'];
  }

  /** What it prints. @throws Error where it fails */
  run(...args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync('podman', [...this.#options, ...args], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    if (status !== 0) throw new Error(`podman ${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  }

  async serve(): Promise<void> {
    const args = [...this.#options, 'system', 'service', '--time=0', `unix://${this.socket}`];
    const service = spawn('podman', args, { stdio: 'ignore' });
    this.#service = service;
    while (!existsSync(this.socket)) {
      if (service.exitCode !== null) throw new Error('podman serves nothing');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async close(): Promise<void> {
    const service = this.#service;
    if (service && service.exitCode === null) {
      const ended = new Promise((resolve) => service.once('close', resolve));
      service.kill('SIGKILL');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const podman = new Podman();
t.teardown(() => podman.close());

/** Why it cannot be compared; undefined where it can. */
function prepare(): string | undefined {
  if (process.getuid?.() !== 0) return 'root alone has a Podman without further settings';
  if (spawnSync('podman', ['--version']).error) return 'podman is not installed';
  const files = join(podman.folder, 'files');
  mkdirSync(files);
  writeFileSync(join(files, 'hello'), 'hello');
  spawnSync('tar', ['-C', files, '-cf', join(podman.folder, 'image.tar'), '.']);
  try {
    const changes = ['ENV A=b=c', 'LABEL l=v', 'CMD ["/hello","x y"]'].flatMap((change) => ['--change', change]);
    podman.run('import', ...changes, join(podman.folder, 'image.tar'), 'hostql-test:1');
    podman.run('volume', 'create', '--label', 'app=a', 'vol1');
    const options = ['--name', 'one', '--label', 'app=a', '-v', 'vol1:/data:ro', '-p', '8080:80', '--read-only'];
    podman.run('create', ...options, 'hostql-test:1');
    podman.run('create', '--name', 'two', '--privileged', 'hostql-test:1');
  } catch (error) {
    return String(error);
  }
  return undefined;
}

const skip = prepare() ?? false;

t.test('the tables say of Podman what Podman says itself', { skip, timeout: 120_000 }, async (t) => {
  await podman.serve();
  const rows = async (sql: string) => {
    const { rows, warnings } = await ask(sql, { docker: podman.socket });
    t.same(warnings, [], sql);
    return rows;
  };
  const format = (kind: string, form: string, ...names: readonly string[]) =>
    podman.run(kind, 'inspect', '--format', form, ...names).split('\n');
  const [one = '', two = ''] = format('container', '{{.Id}}', 'one', 'two');
  const [image = ''] = format('image', '{{.Id}}', 'hostql-test:1');

  t.same(
    await rows(
      'SELECT id, name, image_id, state, pid, privileged, readonly_rootfs FROM docker_containers ORDER BY name',
    ),
    [
      [one, '/one', image, 'created', 0, 0, 1],
      [two, '/two', image, 'created', 0, 1, 0],
    ],
  );
  t.same(await rows(`SELECT id, name, container_runtime FROM docker_containers WHERE id = '${two.slice(0, 12)}'`), [
    [two.slice(0, 12), '/two', 'podman'],
  ]);
  t.same(await rows("SELECT id FROM docker_containers WHERE name = '/one'"), [[one]]);
  t.same(await rows(`SELECT value FROM docker_container_envs WHERE id = '${one}' AND key = 'A'`), [['b=c']]);
  t.same(await rows("SELECT id, value FROM docker_container_labels WHERE key = 'app'"), [[one, 'a']]);
  t.same(await rows("SELECT id, destination, rw FROM docker_container_mounts WHERE name = 'vol1'"), [
    [one, '/data', 0],
  ]);
  t.same(await rows('SELECT id, port, host_port FROM docker_container_ports'), [[one, 80, 8080]]);
  t.same(await rows(`SELECT count(*) FROM docker_container_networks WHERE id = '${one}'`), [[1]]);
  t.same(await rows(`SELECT * FROM docker_container_processes WHERE id = '${one}'`), [], 'it does not run');
  t.same(await rows(`SELECT * FROM docker_container_stats WHERE id = '${one}'`), []);
  t.same(await rows(`SELECT * FROM docker_container_fs_changes WHERE id = '${one}'`), []);

  const [size] = format('image', '{{.Size}}', 'hostql-test:1');
  t.same(await rows('SELECT id, size_bytes, tags FROM docker_images'), [
    [image, Number(size), 'localhost/hostql-test:1'],
  ]);
  t.same(await rows('SELECT id, key, value FROM docker_image_labels'), [[image, 'l', 'v']]);
  const layers = format('image', '{{range .RootFS.Layers}}{{.}} {{end}}', 'hostql-test:1')[0]?.trim().split(' ') ?? [];
  t.same(
    await rows(`SELECT layer_id, layer_order FROM docker_image_layers WHERE id = '${image}'`),
    layers.map((layer, index) => [layer.replace('sha256:', ''), index + 1]),
  );
  t.equal((await rows('SELECT * FROM docker_image_history')).length > 0, true);
  t.same(await rows("SELECT mount_point FROM docker_volumes WHERE name = 'vol1'"), [
    format('volume', '{{.Mountpoint}}', 'vol1'),
  ]);
  t.same(await rows("SELECT name, value FROM docker_volume_labels WHERE key = 'app'"), [['vol1', 'a']]);
  t.ok((await rows('SELECT * FROM docker_networks')).length > 0);
  t.same(await rows('SELECT containers, images, storage_driver FROM docker_info'), [[2, 1, 'vfs']]);
  t.same(await rows('SELECT version FROM docker_version'), [
    [podman.run('version', '--format', '{{.Server.Version}}')],
  ]);
});
