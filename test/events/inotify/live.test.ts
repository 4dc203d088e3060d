import * as fs from 'node:fs';
import t from 'tap';
import { Stage } from './stage.js';

/** Runs a test on a stage of its own. */
function on(name: string, test: (t: Tap.Test, stage: Stage) => Promise<void>): void {
  t.test(name, async (t) => {
    const stage = new Stage();
    t.teardown(() => stage.close());
    await test(t as Tap.Test, stage);
  });
}

declare namespace Tap {
  type Test = typeof t;
}

on('what happens to files in a folder', async (t, stage) => {
  await stage.watch({ paths: { all: ['DIR/%'] } });
  fs.writeFileSync(stage.path('a'), 'text');
  fs.chmodSync(stage.path('a'), 0o600);
  fs.renameSync(stage.path('a'), stage.path('b'));
  fs.unlinkSync(stage.path('b'));
  await stage.settle();
  const [from, to] = stage.rows.filter(({ action }) => action.startsWith('MOVED'));
  t.equal(from?.transaction_id, to?.transaction_id, 'both halves of a move have one transaction');
  t.ok(Number(from?.transaction_id) > 0);
  t.same(stage.take(), [
    'CREATED a',
    'UPDATED a',
    'UPDATED a',
    'ATTRIBUTES_MODIFIED a',
    'MOVED_FROM a',
    'MOVED_TO b',
    'DELETED b',
  ]);
});

on('names are tested against the last part of a pattern', async (t, stage) => {
  await stage.watch({ paths: { conf: ['DIR/%.conf'], some: ['DIR/a%', 'DIR/%a%b'] } });
  fs.mkdirSync(stage.path('a.conf'));
  fs.mkdirSync(stage.path('x.txt'));
  fs.mkdirSync(stage.path('.conf'));
  fs.mkdirSync(stage.path('xaxb'));
  await stage.settle();
  t.same(
    stage.rows.map(({ category, target_path }) => `${category} ${target_path.slice(stage.dir.length)}`),
    ['conf /a.conf', 'some /a.conf', 'conf /.conf', 'some /xaxb'],
  );
});

on('a row for each category, and accesses only for those that want them', async (t, stage) => {
  fs.writeFileSync(stage.path('a'), '');
  await stage.watch({ paths: { read: ['DIR/%'], written: ['DIR/%%'] }, accesses: ['read'] });
  fs.readFileSync(stage.path('a'));
  fs.chmodSync(stage.path('a'), 0o600);
  await stage.settle();
  t.same(
    stage.rows.map(({ category, action }) => `${category} ${action}`),
    ['read OPENED', 'read ATTRIBUTES_MODIFIED', 'written ATTRIBUTES_MODIFIED'],
  );
});

on('our own reading of folders makes no rows', async (t, stage) => {
  fs.mkdirSync(stage.path('a/b'), { recursive: true });
  await stage.watch({ paths: { read: ['DIR/%%'] }, accesses: ['read'] });
  t.same(stage.take(), []);
});

on('stat and digests of what was written', async (t, stage) => {
  await stage.watch({ paths: { all: ['DIR/%'] }, hashes: true, mostFileBytes: 10 });
  fs.writeFileSync(stage.path('small'), 'abc', { mode: 0o640 });
  fs.writeFileSync(stage.path('large'), 'abcdefghijk');
  fs.unlinkSync(stage.path('small'));
  fs.writeFileSync(stage.path('small'), 'abc', { mode: 0o640 });
  await stage.settle();
  const of = (path: string, action: string) =>
    stage.rows.filter((row) => row.target_path === stage.path(path) && row.action === action).at(-1);
  const small = of('small', 'UPDATED');
  const stat = fs.statSync(stage.path('small'));
  t.match(small, {
    inode: stat.ino,
    uid: process.getuid?.(),
    mode: '0640',
    size: 3,
    mtime: Math.floor(stat.mtimeMs / 1000),
    md5: '900150983cd24fb0d6963f7d28e17f72',
    sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
    sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    hashed: 1,
  });
  t.match(of('large', 'UPDATED'), { hashed: -1, size: 11 });
  t.match(of('small', 'DELETED'), { hashed: 0 });
  t.notOk('inode' in (of('small', 'DELETED') ?? {}));
});

on('a file that is replaced stays watched, one that is missing is waited for', async (t, stage) => {
  await stage.watch({ paths: { file: ['DIR/a/b/file'] } });
  fs.mkdirSync(stage.path('a/b'), { recursive: true });
  await stage.settle();
  fs.writeFileSync(stage.path('a/b/file'), '');
  fs.writeFileSync(stage.path('a/b/other'), '');
  fs.renameSync(stage.path('a/b/other'), stage.path('a/b/file'));
  fs.appendFileSync(stage.path('a/b/file'), 'x');
  await stage.settle();
  t.same(stage.take(), [
    'CREATED a/b/file',
    'UPDATED a/b/file',
    'MOVED_TO a/b/file',
    'UPDATED a/b/file',
    'UPDATED a/b/file',
  ]);
  fs.renameSync(stage.path('a'), stage.path('gone'));
  await stage.settle();
  fs.appendFileSync(stage.path('gone/b/file'), 'x');
  fs.mkdirSync(stage.path('a/b'), { recursive: true });
  await stage.settle();
  fs.writeFileSync(stage.path('a/b/file'), '');
  await stage.settle();
  t.same(stage.take(), ['CREATED a/b/file', 'UPDATED a/b/file']);
});

on('watches follow a folder that is moved', async (t, stage) => {
  fs.mkdirSync(stage.path('in/a/b'), { recursive: true });
  fs.mkdirSync(stage.path('out/c/d'), { recursive: true });
  fs.writeFileSync(stage.path('out/c/d/file'), '');
  await stage.watch({ paths: { all: ['DIR/in/%%'] } });
  fs.renameSync(stage.path('in/a'), stage.path('in/x'));
  fs.mkdirSync(stage.path('in/x/b/new'));
  await stage.settle();
  t.same(stage.take(), ['MOVED_FROM in/a', 'MOVED_TO in/x', 'CREATED in/x/b/new']);
  fs.renameSync(stage.path('out/c'), stage.path('in/c'));
  await stage.settle();
  t.same(stage.take(), ['MOVED_TO in/c', 'CREATED in/c/d', 'CREATED in/c/d/file']);
  fs.chmodSync(stage.path('in/c/d/file'), 0o600);
  fs.renameSync(stage.path('in/x'), stage.path('out/x'));
  await stage.settle();
  fs.mkdirSync(stage.path('out/x/b/unseen'));
  await stage.settle();
  t.same(stage.take(), ['ATTRIBUTES_MODIFIED in/c/d/file', 'MOVED_FROM in/x']);
});

on('links on the way are followed, below %% they are not', async (t, stage) => {
  fs.mkdirSync(stage.path('real/sub'), { recursive: true });
  fs.mkdirSync(stage.path('second'));
  fs.mkdirSync(stage.path('elsewhere'));
  fs.symlinkSync('real', stage.path('link'));
  fs.symlinkSync('../elsewhere', stage.path('real/out'));
  await stage.watch({ paths: { all: ['DIR/link/%%'] } });
  fs.writeFileSync(stage.path('elsewhere/unseen'), '');
  fs.mkdirSync(stage.path('real/sub/a'));
  await stage.settle();
  t.same(stage.take(), ['CREATED real/sub/a']);
  fs.symlinkSync('second', stage.path('link2'));
  fs.renameSync(stage.path('link2'), stage.path('link'));
  await stage.settle();
  fs.mkdirSync(stage.path('second/b'));
  fs.mkdirSync(stage.path('real/unseen'));
  await stage.settle();
  t.same(stage.take(), ['CREATED second/b']);
});

on('a file that a link means is watched where it is', async (t, stage) => {
  fs.mkdirSync(stage.path('run'));
  fs.writeFileSync(stage.path('run/file'), '');
  fs.symlinkSync('run/file', stage.path('link'));
  await stage.watch({ paths: { all: ['DIR/link'] } });
  fs.chmodSync(stage.path('run/file'), 0o600);
  await stage.settle();
  t.same(stage.take(), ['ATTRIBUTES_MODIFIED run/file']);
});

on('excluded paths', async (t, stage) => {
  fs.mkdirSync(stage.path('tmp/deep'), { recursive: true });
  fs.mkdirSync(stage.path('cache'), { recursive: true });
  await stage.watch({ paths: { all: ['DIR/%%'] }, excludes: ['DIR/tmp/%%', 'DIR/cache/', 'DIR/x%'] });
  for (const name of ['tmp/a', 'tmp/deep/a', 'cache/a', 'xyz', 'kept']) fs.mkdirSync(stage.path(name));
  await stage.settle();
  t.same(stage.take(), ['CREATED kept']);
});

on('other settings: what both mean goes on', async (t, stage) => {
  fs.mkdirSync(stage.path('a/sub'), { recursive: true });
  fs.mkdirSync(stage.path('b'));
  await stage.watch({ paths: { a: ['DIR/a/%%'] } });
  fs.mkdirSync(stage.path('a/sub/one'));
  stage.watcher.configure(stage.settings({ paths: { a: ['DIR/a/%%'], b: ['DIR/b/%'] } }));
  await stage.settle();
  fs.mkdirSync(stage.path('b/two'));
  stage.watcher.configure(stage.settings({ paths: { b: ['DIR/b/%'] } }));
  await stage.settle();
  fs.mkdirSync(stage.path('a/unseen'));
  fs.mkdirSync(stage.path('b/three'));
  await stage.settle();
  t.same(stage.take(), ['CREATED a/sub/one', 'CREATED b/two', 'CREATED b/three']);
});

on('new trees: all that is made in them is told once', async (t, stage) => {
  await stage.watch({ paths: { all: ['DIR/%%'] } });
  const made = new Set<string>();
  for (let round = 0; round < 60; round++) {
    for (const path of [`t${round}`, `t${round}/b`, `t${round}/b/c`, `t${round}/b/c/d`]) {
      fs.mkdirSync(stage.path(path));
      made.add(path);
      for (let file = 0; file < 3; file++) {
        fs.writeFileSync(stage.path(`${path}/f${file}`), '');
        made.add(`${path}/f${file}`);
      }
    }
    if (round % 7 === 0) stage.watcher.read();
  }
  await stage.settle();
  const created = stage.take().filter((row) => row.startsWith('CREATED '));
  t.equal(created.length, made.size, 'none twice');
  t.same(new Set(created), new Set([...made].map((path) => `CREATED ${path}`)));
});

on('no more watches than there is room for, and it is said', async (t, stage) => {
  for (let at = 0; at < 20; at++) fs.mkdirSync(stage.path(`d${at}`));
  const levels = stage.dir.split('/').length;
  await stage.watch({ paths: { all: ['DIR/%%'] }, mostWatches: levels + 5 });
  t.match(stage.gaps, [{ reason: /^15 folders are not watched: 15 for no room/ }]);
  t.equal(stage.gaps.length, 1);
  t.match(stage.said, [/^15 folders are not watched/]);
  await stage.settle();
  t.equal(stage.gaps.length, 1, 'once');
});
