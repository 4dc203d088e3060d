import { Buffer } from 'node:buffer';
import * as fs from 'node:fs';
import t from 'tap';
import { IN } from '../../../src/events/inotify/message.js';
import { eventBytes, FakeKernel } from './fake-kernel.js';
import { Stage } from './stage.js';

type Test = typeof t;

function on(name: string, test: (t: Test, stage: Stage, kernel: FakeKernel) => Promise<void>): void {
  t.test(name, async (t) => {
    const stage = new Stage();
    t.teardown(() => stage.close());
    await test(t as Test, stage, new FakeKernel());
  });
}

on('both halves of a move come with two reads', async (t, stage, kernel) => {
  fs.mkdirSync(stage.path('a/sub'), { recursive: true });
  await stage.watch({ paths: { all: ['DIR/%%'] } }, () => kernel);
  const top = kernel.wdOf(stage.dir);
  const moved = kernel.wdOf(stage.path('a'));
  fs.renameSync(stage.path('a'), stage.path('b'));
  kernel.gives(eventBytes(top, IN.MOVED_FROM | IN.ISDIR, 'a', 7));
  stage.watcher.read();
  kernel.gives(eventBytes(top, IN.MOVED_TO | IN.ISDIR, 'b', 7));
  kernel.gives(eventBytes(moved, IN.MOVE_SELF), eventBytes(moved, IN.CREATE, 'file'));
  await stage.settle();
  t.same(
    stage.rows.map(({ action, target_path, transaction_id }) => [
      action,
      target_path.slice(stage.dir.length),
      transaction_id,
    ]),
    [
      ['MOVED_FROM', '/a', 7],
      ['MOVED_TO', '/b', 7],
      ['CREATED', '/b/file', 0],
    ],
  );
  t.same(kernel.removed, [], 'its watches went with it');
});

on('a watch number that comes again does not hear of what it was before', async (t, stage, kernel) => {
  fs.mkdirSync(stage.path('old'));
  await stage.watch({ paths: { all: ['DIR/%%'] } }, () => kernel);
  const top = kernel.wdOf(stage.dir);
  const reused = kernel.wdOf(stage.path('old'));
  fs.rmdirSync(stage.path('old'));
  fs.mkdirSync(stage.path('new'));
  kernel.nextWd = reused;
  kernel.gives(eventBytes(top, IN.DELETE | IN.ISDIR, 'old'));
  kernel.gives(eventBytes(top, IN.CREATE | IN.ISDIR, 'new'));
  await stage.settle();
  t.equal(kernel.wdOf(stage.path('new')), reused);
  kernel.gives(
    eventBytes(reused, IN.CREATE, 'stale'),
    eventBytes(reused, IN.IGNORED),
    eventBytes(reused, IN.CREATE, 'x'),
  );
  await stage.settle();
  t.same(stage.take(), ['DELETED old', 'CREATED new', 'CREATED new/x']);
});

on('a folder whose watch the kernel ended is looked for again', async (t, stage, kernel) => {
  fs.mkdirSync(stage.path('a'));
  await stage.watch({ paths: { all: ['DIR/a/%'] } }, () => kernel);
  const old = kernel.wdOf(stage.path('a'));
  fs.renameSync(stage.path('a'), stage.path('hidden')); // as a mount on top would hide it
  fs.mkdirSync(stage.path('a'));
  kernel.gives(eventBytes(old, IN.IGNORED));
  await stage.settle();
  kernel.gives(eventBytes(kernel.wdOf(stage.path('a')), IN.CREATE, 'file'));
  await stage.settle();
  t.same(stage.take(), ['CREATED a/file']);
});

on('an overflow is a gap, and what differs is told', async (t, stage, kernel) => {
  fs.mkdirSync(stage.path('sub/deep'), { recursive: true });
  for (const name of ['same', 'sub/written', 'sub/changed', 'sub/gone']) fs.writeFileSync(stage.path(name), '');
  await stage.watch({ paths: { all: ['DIR/%%'] } }, () => kernel);
  fs.writeFileSync(stage.path('sub/written'), 'more');
  fs.chmodSync(stage.path('sub/changed'), 0o600);
  fs.unlinkSync(stage.path('sub/gone'));
  fs.mkdirSync(stage.path('fresh'));
  fs.writeFileSync(stage.path('fresh/file'), '');
  fs.rmdirSync(stage.path('sub/deep')); // afterwards, so that no other folder gets its inode
  fs.writeFileSync(stage.path('told'), '');
  kernel.gives(
    eventBytes(-1, IN.Q_OVERFLOW),
    eventBytes(kernel.wdOf(stage.dir), IN.CREATE, 'told'),
    eventBytes(kernel.wdOf(stage.dir), IN.CLOSE_WRITE, 'told'),
  );
  await stage.settle();
  t.same(stage.gaps, [{ reason: "the kernel's inotify queue overflowed" }]);
  t.same(
    stage.take().sort(),
    [
      'ATTRIBUTES_MODIFIED sub/changed',
      'CREATED fresh',
      'CREATED fresh/file',
      'CREATED told',
      'DELETED sub/deep',
      'DELETED sub/gone',
      'UPDATED sub/written',
      'UPDATED told',
    ].sort(),
  );
  t.ok(kernel.wdOf(stage.path('fresh')) > 0, 'what was missed is watched');
});

on('another folder in the place of one whose events were lost', async (t, stage, kernel) => {
  fs.mkdirSync(stage.path('a'));
  await stage.watch({ paths: { all: ['DIR/%%'] } }, () => kernel);
  fs.renameSync(stage.path('a'), `${stage.dir}-elsewhere`);
  t.teardown(() => fs.rmSync(`${stage.dir}-elsewhere`, { recursive: true }));
  fs.mkdirSync(stage.path('a/b'), { recursive: true });
  kernel.gives(eventBytes(-1, IN.Q_OVERFLOW));
  await stage.settle();
  stage.take();
  kernel.gives(eventBytes(kernel.wdOf(stage.path('a')), IN.CREATE, 'file'));
  kernel.gives(eventBytes(kernel.wdOf(stage.path('a/b')), IN.CREATE, 'file'));
  await stage.settle();
  t.same(stage.take(), ['CREATED a/file', 'CREATED a/b/file']);
});

on('half an event is a gap', async (t, stage, kernel) => {
  await stage.watch({ paths: { all: ['DIR/%'] } }, () => kernel);
  const top = kernel.wdOf(stage.dir);
  const whole = eventBytes(top, IN.CREATE, 'a');
  kernel.gives(whole, whole.subarray(0, 20));
  const lying = eventBytes(top, IN.CREATE, 'b');
  lying.writeUInt32LE(0xffff_fff0, 12);
  kernel.gives(lying);
  await stage.settle();
  t.same(stage.take(), ['CREATED a']);
  t.same(stage.gaps, [{ reason: 'inotify gave half an event' }, { reason: 'inotify gave half an event' }]);
});

on('names of bytes that are no UTF-8', async (t, stage, kernel) => {
  await stage.watch({ paths: { all: ['DIR/%'] } }, () => kernel);
  const top = kernel.wdOf(stage.dir);
  kernel.gives(
    eventBytes(top, IN.CREATE, Buffer.from([0x61, 0xff, 0x0a])),
    eventBytes(top, IN.DELETE, 'x'.repeat(255)),
  );
  await stage.settle();
  t.same(stage.take(), ['CREATED a\udcff\n', `DELETED ${'x'.repeat(255)}`]);
});

on('events of watches that are none of ours', async (t, stage, kernel) => {
  await stage.watch({ paths: { all: ['DIR/%'] } }, () => kernel);
  kernel.gives(
    eventBytes(99, IN.CREATE, 'a'),
    eventBytes(-1, IN.IGNORED),
    eventBytes(kernel.wdOf(stage.dir), 0x10, 'b'),
  );
  await stage.settle();
  t.same([stage.take(), stage.gaps], [[], []]);
});

on('a flood: all of it, in order', async (t, stage, kernel) => {
  fs.mkdirSync(stage.path('d'));
  await stage.watch({ paths: { all: ['DIR/d/%'] } }, () => kernel);
  const wd = kernel.wdOf(stage.path('d'));
  const count = 100_000;
  for (let at = 0; at < count; at += 1000) {
    kernel.gives(...Array.from({ length: 1000 }, (_, index) => eventBytes(wd, IN.DELETE, `f${at + index}`)));
  }
  await stage.settle();
  t.equal(stage.rows.length, count);
  t.ok(stage.rows.every(({ target_path }, index) => target_path.endsWith(`/f${index}`)));
  t.same(stage.gaps, []);
});

on('what is made between watching a folder and looking into it is told once', async (t, stage, kernel) => {
  await stage.watch({ paths: { all: ['DIR/%%'] } }, () => kernel);
  fs.mkdirSync(stage.path('d'));
  fs.writeFileSync(stage.path('d/before'), '');
  kernel.onAdd = (path) => {
    if (path !== stage.path('d') || fs.existsSync(stage.path('d/after'))) return;
    fs.writeFileSync(stage.path('d/after'), '');
    fs.mkdirSync(stage.path('d/sub'));
    fs.writeFileSync(stage.path('d/sub/file'), '');
    const wd = kernel.wdOf(stage.path('d'));
    kernel.gives(
      eventBytes(wd, IN.CREATE, 'after'),
      eventBytes(wd, IN.CREATE | IN.ISDIR, 'sub'),
      eventBytes(wd, IN.DELETE, 'short'),
      eventBytes(wd, IN.ATTRIB, 'before'),
    );
  };
  kernel.gives(eventBytes(kernel.wdOf(stage.dir), IN.CREATE | IN.ISDIR, 'd'));
  await stage.settle();
  t.same(stage.take(), [
    'CREATED d',
    'CREATED d/before',
    'CREATED d/short',
    'CREATED d/after',
    'CREATED d/sub',
    'CREATED d/sub/file',
    'DELETED d/short',
    'ATTRIBUTES_MODIFIED d/before',
  ]);
});

on('without a sign of life inotify is opened anew', async (t, stage, first) => {
  fs.mkdirSync(stage.path('sub'));
  const second = new FakeKernel();
  second.nextWd = 50;
  const kernels = [first, second];
  let nowMs = 0;
  stage.clockMs = () => nowMs;
  await stage.watch({ paths: { all: ['DIR/%%'] } }, () => kernels.shift() as FakeKernel);
  nowMs += 11_000;
  stage.watcher.tick();
  fs.mkdirSync(stage.path('sub/missed'));
  nowMs += 4000;
  stage.watcher.tick();
  t.notOk(first.isClosed);
  nowMs += 2000;
  stage.watcher.tick();
  await stage.settle();
  t.ok(first.isClosed);
  t.same(stage.gaps, [{ reason: 'inotify fell silent' }]);
  second.gives(eventBytes(second.wdOf(stage.path('sub')), IN.CREATE, 'file'));
  await stage.settle();
  t.same(stage.take(), ['CREATED sub/missed', 'CREATED sub/file']);
});

on('one watch for all that patterns want of a folder', async (t, stage, kernel) => {
  await stage.watch({ paths: { read: ['DIR/%'], written: ['DIR/x%'] }, accesses: ['read'] }, () => kernel);
  const mask = kernel.masks.get(kernel.wdOf(stage.dir)) ?? 0;
  for (const bit of [IN.ACCESS, IN.OPEN, IN.MODIFY, IN.CLOSE_WRITE, IN.ATTRIB, IN.CREATE, IN.DELETE, IN.MOVED_TO])
    t.ok((mask & bit) !== 0, bit.toString(16));
});
