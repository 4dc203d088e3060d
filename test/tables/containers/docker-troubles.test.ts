import type { ServerResponse } from 'node:http';
import t from 'tap';
import { containerTables } from '../../../src/tables/containers/index.js';
import { ask, containerId, dockerWith, FakeEngine } from './fake-engine.js';

const silent = (): void => undefined;

/** Rows and warnings of a query to an engine that is there for it alone. */
async function askOf(engine: FakeEngine, sql: string) {
  await engine.listen();
  try {
    return await ask(sql, { docker: engine.path, lxd: engine.path });
  } finally {
    await engine.close();
  }
}

/** Looks again until it holds; the test's own time limit ends it. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}

t.test('nobody listens: no rows, and nothing to say', async (t) => {
  for (const table of containerTables) {
    const key = table.columns.find((column) => column.key?.required)?.name;
    const where = key === undefined ? '' : ` WHERE ${key} = 'abc'`;
    t.same(await ask(`SELECT * FROM ${table.name}${where}`, {}), { rows: [], warnings: [] }, table.name);
  }
});

t.test('questions run side by side, and not too many of them', async (t) => {
  const held: ServerResponse[] = [];
  // Nobody gets an answer before eight are waiting for one.
  const hold = (response: ServerResponse): void => {
    if (held.push(response) === 8) for (const one of held.splice(0)) one.end('{"State":{"Pid":7}}');
  };
  const held40 = Array.from({ length: 40 }, (_, index) => [`/containers/${containerId(index)}/json`, hold] as const);
  const engine = dockerWith(40, Object.fromEntries(held40));
  const { rows } = await askOf(engine, 'SELECT pid FROM docker_containers');
  t.equal(rows.length, 40);
  t.equal(engine.most, 8);
});

t.test('a container that vanishes between two questions is no row', async (t) => {
  const engine = dockerWith(3, { [`/containers/${containerId(1)}/json`]: 404 });
  t.same(await askOf(engine, 'SELECT name, pid FROM docker_containers'), {
    rows: [
      ['/c0', 0],
      ['/c2', 0],
    ],
    warnings: [],
  });
});

t.test('what the engine refuses of containers is null, with one warning', async (t) => {
  const broken = Object.fromEntries([0, 1, 2].map((index) => [`/containers/${containerId(index)}/json`, 500]));
  const { rows, warnings } = await askOf(dockerWith(3, broken), 'SELECT name, pid FROM docker_containers');
  t.same(rows, [
    ['/c0', null],
    ['/c1', null],
    ['/c2', null],
  ]);
  t.equal(warnings.length, 1);
  t.match(warnings[0], /engine\.sock: the server answers 500/);
});

t.test('a container that does not run has no processes, and that is no trouble', async (t) => {
  const engine = dockerWith(2, { [`/containers/${containerId(1)}/top`]: 409 });
  const sql = 'SELECT c.name, p.pid FROM docker_containers c LEFT JOIN docker_container_processes p USING (id)';
  t.same(await askOf(engine, sql), {
    rows: [
      ['/c0', 7],
      ['/c1', null],
    ],
    warnings: [],
  });
});

t.test('a server that answers anything to anything', async (t) => {
  const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
  const bodies = [
    '<html></html>',
    deep,
    '"x"',
    '[]',
    '{}',
    '[[],7,null,"x",{"Id":7,"name":7}]',
    '{"metadata":[[],7,{"name":{}}]}',
    '\xff',
  ];
  for (const body of bodies)
    for (const table of containerTables) {
      const key = table.columns.find((column) => column.key?.required)?.name;
      const where = key === undefined ? '' : ` WHERE ${key} = '${'ab'.repeat(32)}'`;
      const engine = new FakeEngine(() => (response: ServerResponse) => void response.end(Buffer.from(body, 'latin1')));
      const { warnings } = await askOf(engine, `SELECT * FROM ${table.name}${where}`);
      t.ok(warnings.length <= 1, `${table.name} of ${body.slice(0, 20)}: ${warnings}`);
    }
});

t.test('a body of 100 MB is cut off', async (t) => {
  const pour = (response: ServerResponse): void => {
    const chunk = Buffer.alloc(1024 * 1024, 0x20);
    let left = 100;
    const more = (): void => {
      while (left-- > 0) if (!response.write(chunk)) return void response.once('drain', more);
      response.end('[]');
    };
    more();
  };
  for (const answers of [{ '/containers/json': pour }, { [`/containers/${containerId(0)}/json`]: pour }]) {
    const { rows, warnings } = await askOf(dockerWith(1, answers), 'SELECT name, pid FROM docker_containers');
    t.same(rows, '/containers/json' in answers ? [] : [['/c0', null]]);
    t.match(warnings, [/larger than \d+ bytes/]);
  }
});

t.test('a query whose time is up leaves no question behind', async (t) => {
  const engine = await dockerWith(20, { '/images/json': silent }).listen();
  t.teardown(() => engine.close());
  await t.rejects(ask('SELECT * FROM docker_images', { docker: engine.path }, { timeoutMs: 50 }), { code: 'timeout' });
  await until(() => engine.open === 0);
});

t.test('nor does one that is stopped', async (t) => {
  const slow = Object.fromEntries([0, 1, 2, 3].map((index) => [`/containers/${containerId(index)}/json`, silent]));
  const engine = await dockerWith(4, slow).listen();
  t.teardown(() => engine.close());
  const stop = new AbortController();
  const asked = ask('SELECT pid FROM docker_containers', { docker: engine.path }, { signal: stop.signal });
  await until(() => engine.open === 4);
  stop.abort();
  await t.rejects(asked, { code: 'cancelled' });
  await until(() => engine.open === 0);
});

t.test('nor one that has enough rows', async (t) => {
  const slow = Object.fromEntries([2, 3, 4, 5].map((index) => [`/containers/${containerId(index)}/json`, silent]));
  const engine = await dockerWith(6, slow).listen();
  t.teardown(() => engine.close());
  const sql = "SELECT name FROM docker_containers WHERE pid = 0 AND name <> '/c9' LIMIT 1";
  t.same((await ask(sql, { docker: engine.path })).rows, [['/c0']]);
  await until(() => engine.open === 0);
});
