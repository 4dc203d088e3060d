import t from 'tap';
import { type Answer, ask as askTables, FakeEngine } from './fake-engine.js';

const reply = (metadata: unknown) => ({ type: 'sync', status: 'Success', status_code: 200, metadata });
const instance = (name: string) => ({
  name,
  status: 'Running',
  stateful: false,
  config: { 'volatile.base_image': 'ab', 'limits.cpu': '2' },
  expanded_devices: { root: { path: '/', type: 'disk' } },
});
const ANSWERS: Readonly<Record<string, Answer>> = {
  '/1.0/instances': reply(['web', 'db', 'x.y'].map(instance)),
  '/1.0/instances/web': reply(instance('web')),
  '/1.0/instances/web/state': reply({ pid: 12, processes: 3 }),
  '/1.0/instances/web/metadata': reply({ properties: { os: 'debian' } }),
  '/1.0/images': reply([{ fingerprint: 'ab'.repeat(32), size: 5 }]),
  '/1.0/networks': reply([{ name: '../../images', type: 'bridge' }, { name: 'br0' }]),
  '/1.0/networks/br0/state': reply({ counters: { bytes_sent: 7 } }),
  '/1.0/cluster': reply({ enabled: false, server_name: '' }),
};

const server = await new FakeEngine((path) => ANSWERS[path]).listen();
t.teardown(() => server.close());

async function ask(sql: string) {
  const { rows, warnings } = await askTables(sql, { lxd: server.path });
  t.same(warnings, [], sql);
  return { rows, urls: server.take() };
}

t.test('instances in one question, and further ones only for columns that need them', async (t) => {
  const { rows, urls } = await ask('SELECT name, base_image FROM lxd_instances');
  t.same(rows, [
    ['web', 'ab'],
    ['db', 'ab'],
    ['x.y', 'ab'],
  ]);
  t.same(urls, ['/1.0/instances?recursion=1']);
  const more = await ask("SELECT pid, processes, os FROM lxd_instances WHERE name = 'web'");
  t.same(more.rows, [[12, 3, 'debian']]);
  t.same(more.urls.sort(), ['/1.0/instances/web', '/1.0/instances/web/metadata', '/1.0/instances/web/state']);
});

t.test('an instance without a state keeps its row', async (t) => {
  const { rows } = await ask('SELECT name, pid FROM lxd_instances');
  t.same(rows, [
    ['web', 12],
    ['db', null],
    ['x.y', null],
  ]);
});

t.test('settings and devices of an instance that is named', async (t) => {
  const { rows, urls } = await ask("SELECT name, key, value FROM lxd_instance_config WHERE name = 'web'");
  t.same(rows, [
    ['web', 'volatile.base_image', 'ab'],
    ['web', 'limits.cpu', '2'],
  ]);
  t.same(urls, ['/1.0/instances/web']);
  const joined =
    'SELECT c.key, d.device FROM lxd_instances i JOIN lxd_instance_config c USING (name) JOIN lxd_instance_devices d USING (name)';
  const all = await ask(joined);
  t.equal(all.rows.length, 6);
  t.same(all.urls, ['/1.0/instances?recursion=1'], 'what one table of a statement has read serves the others');
  t.same((await ask("SELECT * FROM lxd_instance_config WHERE name = 'gone'")).rows, []);
});

t.test('no name leads anywhere else', async (t) => {
  for (const name of ['../images', 'a/b', '.', '..', 'a?x=1', 'a b', '', 'ä', 'a\n']) {
    const { rows, urls } = await ask(`SELECT * FROM lxd_instance_config WHERE name = '${name}'`);
    t.same(rows, [], name);
    t.same(urls, [], name);
  }
  const { rows } = await ask('SELECT name, bytes_sent FROM lxd_networks');
  t.same(rows, [
    ['../../images', null],
    ['br0', 7],
  ]);
});

t.test('images by the first digits of their fingerprints', async (t) => {
  t.same((await ask("SELECT id, size FROM lxd_images WHERE id = 'ABA'")).rows, [['aba', 5]]);
  t.same((await ask("SELECT id FROM lxd_images WHERE id = 'noble'")).urls, []);
  t.same((await ask(`SELECT id FROM lxd_images WHERE id = '${'cd'.repeat(32)}'`)).urls, [
    `/1.0/images/${'cd'.repeat(32)}`,
  ]);
});

t.test('a server without a cluster is not asked for members', async (t) => {
  const { rows, urls } = await ask('SELECT * FROM lxd_cluster_members');
  t.same(rows, []);
  t.same(urls, ['/1.0/cluster']);
});

t.test('LXD 3.0 knows containers alone', async (t) => {
  const old = await new FakeEngine((path) =>
    path === '/1.0/containers'
      ? reply([instance('web')])
      : path === '/1.0/containers/web'
        ? reply(instance('web'))
        : 404,
  ).listen();
  t.teardown(() => old.close());
  t.same((await askTables('SELECT name FROM lxd_instances', { lxd: old.path })).rows, [['web']]);
  const config = await askTables("SELECT key FROM lxd_instance_config WHERE name = 'web'", { lxd: old.path });
  t.same(config.rows, [['volatile.base_image'], ['limits.cpu']]);
});
