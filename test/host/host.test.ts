import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { Gone } from '../../src/core/index.js';
import { Host, Refused, readOr, readOrWarn, refusedIsNull, TooLarge } from '../../src/host/index.js';

const folder = t.testdir({ small: 'abc', empty: '', link: t.fixture('symlink', 'small') });
fs.writeFileSync(join(folder, 'big'), Buffer.alloc(300_000, 'x'));
fs.writeFileSync(join(folder, 'exact'), Buffer.alloc(65_536, 'y'));
const live = new Host();
const hosts: [name: string, host: Host, prefix: string][] = [
  ['live', live, folder],
  ['rooted', new Host(folder), ''],
];

for (const [name, host, prefix] of hosts) {
  t.test(`${name}: reading whole files`, async (t) => {
    t.equal(host.readText(`${prefix}/small`), 'abc');
    t.equal(host.readText(`${prefix}/link`), 'abc');
    t.equal(host.readBytes(`${prefix}/empty`).length, 0);
    t.equal(host.readBytes(`${prefix}/big`).length, 300_000);
    t.throws(() => host.readBytes(`${prefix}/none`), Gone);
    t.throws(() => host.readBytes(prefix || '/'), Refused, 'a folder');
  });

  t.test(`${name}: a limit holds to the byte`, async (t) => {
    for (const [file, size] of [
      ['small', 3],
      ['exact', 65_536],
      ['big', 300_000],
    ] as const) {
      t.equal(host.readBytes(`${prefix}/${file}`, size).length, size);
      t.throws(() => host.readBytes(`${prefix}/${file}`, size - 1), TooLarge);
    }
    t.throws(() => host.readBytes('/dev/zero', 1_000_000), prefix ? TooLarge : Gone, 'without end');
  });

  t.test(`${name}: a view holds until the next read`, async (t) => {
    for (const file of ['small', 'exact', 'big']) {
      const view = host.readBytes(`${prefix}/${file}`);
      const copy = Buffer.from(view);
      host.stat(`${prefix}/small`);
      host.list(prefix || '/');
      host.forEachChunk(`${prefix}/big`, () => undefined);
      t.ok(view.equals(copy), file);
    }
  });

  t.test(`${name}: a file piece by piece`, async (t) => {
    const sizes: number[] = [];
    t.equal(
      host.forEachChunk(`${prefix}/big`, (chunk) => void sizes.push(chunk.length)),
      300_000,
    );
    t.equal(
      sizes.reduce((sum, size) => sum + size, 0),
      300_000,
    );
    t.ok(sizes.every((size) => size <= 262_144));
    t.equal(
      host.forEachChunk(`${prefix}/empty`, () => t.fail('nothing to hand over')),
      0,
    );
    t.equal(
      host.forEachChunk(`${prefix}/big`, () => false),
      262_144,
      'stops when told',
    );
    t.throws(() => host.forEachChunk(`${prefix}/big`, () => undefined, { limitBytes: 1000 }), TooLarge);
    t.throws(() => host.forEachChunk(`${prefix}/none`, () => undefined), Gone);
    t.throws(() => host.forEachChunk(prefix || '/', () => undefined), Refused, 'a folder');
    t.throws(
      () =>
        host.forEachChunk(`${prefix}/big`, () => {
          throw new Error('stop');
        }),
      { message: 'stop' },
      'may throw',
    );
  });
}

t.test('what is no regular file neither blocks nor is opened', async (t) => {
  // A socket's path has room for 107 bytes: not below the checkout.
  const places = fs.mkdtempSync(join(tmpdir(), 'hostql-'));
  t.teardown(() => fs.rmSync(places, { recursive: true }));
  execFileSync('mkfifo', [join(places, 'fifo')]);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(places, 'socket'), resolve));
  t.teardown(() => server.close());
  for (const [host, prefix] of [
    [live, places],
    [new Host(places), ''],
  ] as const) {
    t.equal(host.readBytes(`${prefix}/fifo`).length, 0, 'a FIFO without writer is empty');
    t.throws(() => host.forEachChunk(`${prefix}/fifo`, () => undefined), Refused);
    t.throws(() => host.forEachChunk(`${prefix}/socket`, () => undefined), Refused);
    t.throws(() => host.readBytes(`${prefix}/socket`), Gone, 'ENXIO');
  }
  t.throws(() => live.forEachChunk('/dev/zero', () => undefined), Refused);
  const writer = fs.openSync(join(places, 'fifo'), fs.constants.O_RDWR);
  t.teardown(() => fs.closeSync(writer));
  t.equal(live.readBytes(join(places, 'fifo')).length, 0, 'nor one whose writer is silent');
});

t.test('names that are no UTF-8', async (t) => {
  const places = t.testdir({});
  const raw = Buffer.concat([Buffer.from(`${places}/b`), Buffer.from([0xff, 0x0a])]);
  fs.writeFileSync(raw, 'raw');
  fs.symlinkSync(raw, `${places}/link`);
  for (const [host, prefix] of [
    [live, places],
    [new Host(places), ''],
  ] as const) {
    const name = host.list(prefix || '/').find((other) => other.startsWith('b'));
    t.equal(name, 'b\udcff\n');
    t.equal(host.readText(`${prefix}/${name}`), 'raw');
    t.equal(host.readLink(`${prefix}/link`).slice(-3), 'b\udcff\n');
    t.ok(host.stat(`${prefix}/${name}`).isFile());
  }
});

t.test('permissions', { skip: process.getuid?.() === 0 && 'root may read everything' }, async (t) => {
  const places = t.testdir({ closed: 'x' });
  fs.chmodSync(join(places, 'closed'), 0);
  t.throws(() => live.readBytes(join(places, 'closed')), Refused);
  t.throws(() => live.forEachChunk(join(places, 'closed'), () => undefined), Refused);
});

t.test('what is caught, and what goes on', async (t) => {
  const gone = (): never => {
    throw new Gone('x');
  };
  const refused = (): never => {
    throw new Refused('/x');
  };
  const broken = (): never => {
    throw new Error('ours');
  };
  const heard: string[] = [];
  t.equal(readOr(1, gone), 1);
  t.equal(readOr(1, refused), 1);
  t.throws(() => readOr(1, broken), { message: 'ours' });
  t.equal(refusedIsNull(refused), null);
  t.throws(() => refusedIsNull(gone), Gone);
  t.equal(
    readOrWarn(1, (message) => heard.push(message), gone),
    1,
  );
  t.equal(
    readOrWarn(1, (message) => heard.push(message), refused),
    1,
  );
  t.same(heard, ['cannot read /x: permission denied']);
  t.throws(() => readOrWarn(1, () => undefined, broken), { message: 'ours' });
});

t.test('counters', async (t) => {
  const host = new Host();
  host.readBytes(join(folder, 'big'));
  host.list(folder);
  host.stat(folder);
  t.same({ ...host.counters, syscalls: 0 }, { filesOpened: 2, syscalls: 0, bytesRead: 300_000 });
  t.ok(host.counters.syscalls > 5);
});

t.test('facts of this machine', async (t) => {
  const { facts } = live;
  t.ok(Math.abs(facts.nowMs() - Date.now()) < 60_000);
  t.equal(facts.pid, process.pid);
  t.equal(facts.uid, process.getuid?.());
  t.equal(facts.clockTicksPerSecond, Number(execFileSync('getconf', ['CLK_TCK'])));
  t.equal(facts.pageSize, Number(execFileSync('getconf', ['PAGESIZE'])));
  t.equal(facts.uname.machine, execFileSync('uname', ['-m'], { encoding: 'utf8' }).trim());
  t.equal(facts.uname.release, execFileSync('uname', ['-r'], { encoding: 'utf8' }).trim());
  t.equal(facts.uname.version, execFileSync('uname', ['-v'], { encoding: 'utf8' }).trim());
  t.ok(live.statfs('/').blocks > 0n);
});
