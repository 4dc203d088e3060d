import t from 'tap';
import { ask as askTables, containerId, dockerWith } from './fake-engine.js';

const engine = await dockerWith(3).listen();
t.teardown(() => engine.close());
const [first, second] = [containerId(0), containerId(1)];

async function requests(sql: string): Promise<string[]> {
  const { warnings } = await askTables(sql, { docker: engine.path });
  t.same(warnings, [], sql);
  return engine.take();
}

const list = '/containers/json?all=1';
const filtered = (filters: object) => `${list}&filters=${JSON.stringify(filters)}`;
const inspect = (index: number) => `/containers/${containerId(index)}/json?stream=false`;

t.test('one list, whatever is not asked of each container', async (t) => {
  for (const table of ['containers', 'container_labels', 'container_mounts', 'container_networks', 'container_ports'])
    t.same(await requests(`SELECT id FROM docker_${table}`), [list], table);
  t.same(await requests('SELECT * FROM docker_container_labels'), [list]);
  t.same(await requests('SELECT name, image, state, created FROM docker_containers'), [list]);
});

t.test('containers are inspected only for columns that need it, and only as many as the query wants', async (t) => {
  t.same(await requests('SELECT pid FROM docker_containers'), [list, inspect(0), inspect(1), inspect(2)]);
  t.same(await requests('SELECT pid FROM docker_containers LIMIT 1'), [list, inspect(0)]);
  t.same(await requests('SELECT id FROM docker_container_envs'), [list, inspect(0), inspect(1), inspect(2)]);
  t.same(await requests('SELECT container_runtime FROM docker_containers'), [list, '/version']);
});

t.test('tables of one statement ask once', async (t) => {
  const joined =
    'SELECT c.pid, e.key, l.key FROM docker_containers c JOIN docker_container_envs e USING (id) JOIN docker_container_labels l USING (id)';
  const urls = await requests(joined);
  t.same(urls.sort(), [list, inspect(0), inspect(1), inspect(2)].sort());
  t.same(await requests('SELECT (SELECT count(*) FROM docker_images), (SELECT count(*) FROM docker_image_labels)'), [
    '/images/json',
  ]);
});

t.test('keys go into the question', async (t) => {
  t.same(await requests(`SELECT name FROM docker_containers WHERE id = '${first}'`), [
    filtered({ id: { [first]: true } }),
  ]);
  t.same(await requests("SELECT name FROM docker_containers WHERE id = 'AAA'"), [filtered({ id: { aaa: true } })]);
  t.same(await requests("SELECT name FROM docker_containers WHERE name = '/c1'"), [filtered({ name: { c1: true } })]);
  t.same(await requests("SELECT id FROM docker_container_labels WHERE key = 'app'"), [
    filtered({ label: { app: true } }),
  ]);
  t.same(await requests("SELECT id FROM docker_container_networks WHERE name IN ('a', 'b')"), [
    filtered({ network: { a: true, b: true } }),
  ]);
  t.same(await requests("SELECT id FROM docker_container_mounts WHERE name = 'v1'"), [
    filtered({ volume: { v1: true } }),
  ]);
  t.same(await requests("SELECT driver FROM docker_volumes WHERE name = 'v1'"), [
    '/volumes?filters={"name":{"v1":true}}',
  ]);
  t.same(await requests("SELECT name FROM docker_networks WHERE id = '22'"), ['/networks?filters={"id":{"22":true}}']);
  t.same(await requests("SELECT pid FROM docker_container_processes WHERE id = 'aaaa'"), [
    filtered({ id: { aaaa: true } }),
    ...[0, 1, 2].map((index) => `/containers/${containerId(index)}/top?ps_args=…`),
  ]);
});

t.test('a whole id is asked for as it is', async (t) => {
  t.same(await requests(`SELECT pid FROM docker_container_processes WHERE id IN ('${first}', '${second}')`), [
    `/containers/${first}/top?ps_args=…`,
    `/containers/${second}/top?ps_args=…`,
  ]);
  t.same(await requests(`SELECT path FROM docker_container_fs_changes WHERE id = '${first}'`), [
    `/containers/${first}/changes`,
  ]);
  t.same(await requests(`SELECT layer_id FROM docker_image_layers WHERE id = '${'1'.repeat(64)}'`), [
    `/images/${'1'.repeat(64)}/json`,
  ]);
});

t.test('one reading of statistics where nothing is compared', async (t) => {
  t.same(await requests(`SELECT memory_usage FROM docker_container_stats WHERE id = '${first}'`), [
    `/containers/${first}/stats?stream=false&one-shot=true`,
  ]);
  t.same(await requests(`SELECT pre_online_cpus FROM docker_container_stats WHERE id = '${first}'`), [
    `/containers/${first}/stats?stream=false`,
  ]);
});

t.test('what cannot be an id asks nothing, and what cannot be a name is no filter', async (t) => {
  const tables = [
    'containers',
    'container_envs',
    'container_processes',
    'container_stats',
    'image_history',
    'networks',
  ];
  for (const id of ['', 'nginx', '../info', `${first}/../../info`, `${first}?x=1`, `${first}0`, 'a\r\nX: y', 'a%2f'])
    for (const table of tables) t.same(await requests(`SELECT * FROM docker_${table} WHERE id = '${id}'`), [], id);
  t.same(await requests("SELECT name FROM docker_containers WHERE name = '/c1&x'"), [list]);
  t.same(await requests("SELECT driver FROM docker_volumes WHERE name = '*'"), ['/volumes']);
  t.same(await requests("SELECT id FROM docker_container_labels WHERE key = 'a=b'"), [list]);
  t.same(
    await requests("SELECT id FROM docker_container_labels WHERE key IN ('a', 'b')"),
    [list],
    'labels would all be wanted',
  );
});

t.test('many keys are as dear as all', async (t) => {
  const ids = Array.from({ length: 101 }, (_, index) => `'${containerId(index)}'`);
  t.same(await requests(`SELECT name FROM docker_containers WHERE id IN (${ids})`), [list]);
});

t.test('rows show the id that was asked for', async (t) => {
  const rows = async (sql: string) => (await askTables(sql, { docker: engine.path })).rows;
  t.same(await rows(`SELECT id, name FROM docker_containers WHERE id = '${first.toUpperCase()}'`), [[first, '/c0']]);
  t.same(await rows("SELECT id, count(*) FROM docker_containers WHERE id IN ('aa', 'aaa', 'b') GROUP BY id"), [
    ['aa', 3],
    ['aaa', 3],
  ]);
  t.same(
    await rows(
      "SELECT DISTINCT c.id, p.pid FROM docker_containers c JOIN docker_container_processes p USING (id) WHERE id = 'aaaa'",
    ),
    [['aaaa', 7]],
  );
});
