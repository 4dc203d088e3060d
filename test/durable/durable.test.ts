import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { type Durable, dumpDatabase, openDurable, openMemory } from '../../src/durable/index.js';

const root = fs.mkdtempSync(join(tmpdir(), 'durable-'));
t.teardown(() => fs.rmSync(root, { recursive: true, force: true }));
let count = 0;
const newPath = (): string => join(root, `${++count}.db`);

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const kinds: [string, () => Promise<Durable>][] = [
  ['on disk', () => openDurable({ path: newPath() })],
  ['in memory', async () => openMemory()],
];

for (const [name, open] of kinds) {
  t.test(`${name}: keys and values of any bytes, in byte order`, async (t) => {
    const durable = await open();
    const keys = ['', 'a', 'a\0', 'a\udcff', 'aé', 'a\u{1f600}', 'a\uffff', 'b'];
    await durable.write(keys.map((key) => ({ domain: 'queries', key, value: `<${key}>` })));
    await durable.write([{ domain: 'events', key: 'a', value: 'other' }]);
    t.equal(await durable.get('queries', 'a\udcff'), '<a\udcff>');
    t.equal(await durable.get('queries', 'none'), undefined);
    t.same(await durable.getMany('queries', ['none', 'a\udcff']), [undefined, '<a\udcff>']);
    const order = ['', 'a', 'a\0', 'aé', 'a\uffff', 'a\u{1f600}', 'a\udcff', 'b'];
    t.same(await durable.keys('queries'), order);
    t.same(await durable.keys('queries', 'a'), order.slice(1, -1));
    t.same(await durable.keys('queries', 'a', 2), ['a', 'a\0']);
    t.same(await all(durable.entries('queries', 'b')), [['b', '<b>']]);
    await durable.write([{ domain: 'queries', key: 'b' }]);
    t.equal(await durable.get('queries', 'b'), undefined);
    await durable.close();
    await t.rejects(durable.get('queries', 'a'), { name: 'DurableError', code: 'closed' });
  });
}

t.test('a new store has its version, and is its owner’s alone', async (t) => {
  const path = newPath();
  const messages: string[] = [];
  const onMessage = (severity: string, message: string) => messages.push(`${severity} ${message}`);
  const durable = await openDurable({ path, onMessage });
  t.same(messages, ["info Failed to obtain database version. Assume version '0' and migrate."]);
  t.equal(fs.statSync(path).mode & 0o777, 0o700);
  await durable.write([{ domain: 'queries', key: 'q', value: '[]' }]);
  t.same(await all(dumpDatabase(durable)), ['configurations[results_version]: 2', 'queries[q]: []']);
  await t.rejects(openDurable({ path, lockWaitMs: 60 }), { code: 'locked' });
  await durable.close();
  const again = await openDurable({ path, onMessage });
  t.equal(messages.length, 1);
  await again.write([{ domain: 'configurations', key: 'results_version', value: '2x' }]);
  await again.close();
  await t.rejects(openDurable({ path }), { code: 'version' });
});

t.test('what is no folder, and what cannot be written', async (t) => {
  const path = newPath();
  fs.writeFileSync(path, 'text');
  await t.rejects(openDurable({ path }), { code: 'not-a-folder' });
  await t.rejects(openDurable({ path: join(path, 'below') }), { code: 'unwritable' });
  t.equal(fs.readFileSync(path, 'utf8'), 'text');
});

t.test('a corrupt store is set aside, again and again', async (t) => {
  const path = newPath();
  for (const backup of [`${path}.backup`, `${path}.backup.1`]) {
    await (await openDurable({ path })).close();
    fs.writeFileSync(join(path, 'CURRENT'), 'nonsense');
    const warnings: string[] = [];
    const durable = await openDurable({
      path,
      onMessage: (severity, text) => severity === 'warning' && warnings.push(text),
    });
    t.match(warnings, [/is corrupt .* moved to .*\.backup/]);
    t.equal(fs.readFileSync(join(backup, 'CURRENT'), 'utf8'), 'nonsense');
    t.same(await durable.keys('queries'), []);
    await durable.close();
  }
});

t.test('a full store refuses what adds, takes what deletes, and recovers', async (t) => {
  const durable = await openDurable({ path: newPath(), maxBytes: 8_000_000 });
  t.teardown(() => durable.close());
  // Digits that do not compress.
  const value = () => Array.from({ length: 100_000 }, () => Math.floor(Math.random() * 1e9).toString(36)).join('');
  const keys: string[] = [];
  await t.rejects(
    (async () => {
      for (let n = 0; n < 100; n++) {
        await durable.write([{ domain: 'logs', key: `k${n}`, value: value() }]);
        keys.push(`k${n}`);
      }
    })(),
    { code: 'full' },
  );
  t.ok(keys.length > 2 && (await durable.size()) < 20_000_000);
  await durable.write(keys.map((key) => ({ domain: 'logs', key })));
  await durable.write([{ domain: 'logs', key: 'again', value: value() }]);
  t.same(await durable.keys('logs'), ['again']);
});

t.test('what was promised survives kill -9', async (t) => {
  const path = newPath();
  for (let round = 0; round < 3; round++) {
    const child = spawn(process.execPath, ['--import', 'tsx', 'test/durable/writing-child.ts', path, String(round)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk) => {
        said += chunk;
        if (said.split('\n').length > 40 + round * 17) child.kill('SIGKILL');
      });
      child.on('close', () => resolve());
    });
    const durable = await openDurable({ path, lockWaitMs: 5_000 });
    const promised = said.split('\n').slice(0, -1).at(-1);
    const kept = Number(await durable.get('queries', `counter${round}`));
    t.ok(kept >= Number(promised) && kept <= Number(promised) + 1000, `${promised} promised, ${kept} kept`);
    t.equal(await durable.get('queries', `twin${round}`), String(kept), 'changes go together');
    await durable.close();
  }
});
