import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import t from 'tap';
import {
  artifactOf,
  bytesSource,
  Elf,
  Host,
  isJavaArchiveName,
  parseArchiveName,
  parseGoModules,
  parseJarManifest,
  parsePomProperties,
  parseRustAudit,
  partOf,
  Refused,
  readGoBuildInfo,
  readRustAudit,
  readZipEntry,
  TooLarge,
  withRegularFile,
  zipEntries,
} from '../../../src/host/index.js';
import { goBinaries } from '../../../src/tables/packages/go-binaries.js';
import { javaArchives } from '../../../src/tables/packages/java-archives.js';
import { rustBinaries } from '../../../src/tables/packages/rust-binaries.js';
import { ask } from '../against.js';
import { like } from '../patterns.js';
import { scanColumn, scanTable } from '../scan.js';
import { madeElf, madeGoBuildInfo, madeRustAudit, madeZip } from './made-files.js';

const all = () => true;
const source = (bytes: Buffer) => bytesSource('/x', bytes);
const unpacked = (bytes: Buffer, limit = 1e6): Record<string, string> =>
  Object.fromEntries(
    [...zipEntries(source(bytes), all)].map((entry) => [entry.name, String(readZipEntry(source(bytes), entry, limit))]),
  );
const FILES = [
  { name: 'a.txt', bytes: 'packed '.repeat(100) },
  { name: 'b/ü', bytes: 'stored', isStored: true },
  { name: 'empty', bytes: '' },
];
const CONTENTS = Object.fromEntries(FILES.map(({ name, bytes }) => [name, bytes]));

t.test('archives', async (t) => {
  t.same(unpacked(madeZip(FILES)), CONTENTS);
  t.same(unpacked(madeZip(FILES, { is64: true })), CONTENTS, 'with sizes of 64 bits');
  t.same(unpacked(Buffer.concat([Buffer.from('#!/bin/sh\n'), madeZip(FILES)])), CONTENTS, 'behind a script');
  t.same(unpacked(madeZip([])), {});
  t.same([...zipEntries(source(madeZip(FILES)), (name) => name === 'empty')].length, 1);
});

t.test('archives that are none, or damaged, or bombs', async (t) => {
  const whole = madeZip(FILES);
  t.throws(() => unpacked(Buffer.from('no archive')), Refused);
  t.throws(() => unpacked(Buffer.alloc(0)), Refused);
  t.throws(() => unpacked(whole, 20), TooLarge);
  const bomb = madeZip([{ name: 'x', bytes: Buffer.alloc(50_000_000), saidBytes: 10 }]);
  t.throws(() => unpacked(bomb), TooLarge, 'whatever the archive says');
  // Any byte changed, any end cut off: an answer or a refusal, nothing else.
  for (let at = 0; at < whole.length; at++) {
    for (const bytes of [Buffer.from(whole).fill(0xff, at, at + 1), whole.subarray(0, at), whole.subarray(at)]) {
      try {
        unpacked(bytes);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
      }
    }
  }
  t.throws(() => partOf(source(whole), 10, whole.length), Refused);
  for (const [at, length] of [
    [-1, 1],
    [0, -1],
    [0, whole.length + 1],
    [0.5, 1],
    [NaN, 1],
  ] as const)
    t.throws(() => source(whole).read(at, length), Refused, `${at}, ${length}`);
});

t.test(
  'the archives of zip(1), with a comment',
  { skip: ask('zip', '-v') === undefined && 'no zip here' },
  async (t) => {
    const folder = t.testdir({ 'a.txt': 'a'.repeat(10_000), sub: { b: 'b' } });
    spawnSync('zip', ['-q', '-r', 'x.zip', 'a.txt', 'sub'], { cwd: folder });
    spawnSync('zip', ['-z', 'x.zip'], { cwd: folder, input: 'PK\x05\x06 a comment\n' });
    const names = withRegularFile(new Host(), join(folder, 'x.zip'), (file) =>
      [...zipEntries(file, all)].map((entry) => [entry.name, readZipEntry(file, entry, 1e6).length]),
    );
    t.same(names, [
      ['a.txt', 10_000],
      ['sub/', 0],
      ['sub/b', 1],
    ]);
  },
);

t.test('coordinates', async (t) => {
  const source = 'pom.properties';
  t.same(parsePomProperties('groupId = g\nartifactId: a\nversion=1\n'), {
    group: 'g',
    name: 'a',
    version: '1',
    source,
  });
  t.same(parsePomProperties('artifactId=a'), { group: null, name: 'a', version: null, source });
  t.equal(parsePomProperties('groupId=g\n#artifactId=a\n'), undefined);
  t.same(
    [...parseJarManifest('A: b\r\n c\r\nNo colon\r\nX : y\r\n\r\nName: later\r\n')],
    [
      ['a', 'bc'],
      ['x ', 'y'],
    ],
  );
  const names: [file: string, name: string, version: string | null][] = [
    ['lib/guava-32.1.3-jre.jar', 'guava', '32.1.3-jre'],
    ['log4j-1.2-api-2.20.0.jar', 'log4j', '1.2-api-2.20.0'],
    ['plain.jar', 'plain', null],
    ['-1.jar', '-1', null],
    ['', '', null],
  ];
  for (const [file, name, version] of names) t.same(parseArchiveName(file), { name, version }, file);
  t.match(
    artifactOf(
      new Map([
        ['bundle-version', '2'],
        ['implementation-version', '\x24{v}'],
      ]),
      'a.jar',
    ),
    {
      name: 'a',
      version: '2',
      source: 'manifest',
    },
  );
  t.ok(isJavaArchiveName('/a/B.WAR'));
  t.notOk(isJavaArchiveName('/a/jar'));
});

t.test('archives within archives, without end', async (t) => {
  const root = t.testdir({ d: { 'no.jar': 'x', 'a.txt': madeZip([]), 'folder.jar': {} } });
  let nested = madeZip([{ name: 'x', bytes: 'y' }]);
  for (let i = 0; i < 20; i++)
    nested = madeZip([
      { name: 'a.jar', bytes: nested },
      { name: 'b.jar', bytes: nested },
    ]);
  fs.writeFileSync(join(root, 'd/many.jar'), nested);
  spawnSync('mkfifo', [join(root, 'd/fifo.jar')]);
  const warnings: string[] = [];
  const rows = scanTable(javaArchives, new Host(root), { lookup: { directory: ['/d'] }, warnings });
  t.equal(rows.length, 1 + 2 + 4 + 8 + 16, 'four deep');
  t.match(warnings.sort(), [/nested deeper than 4/, /no archive/]);
  t.same(
    scanColumn(javaArchives, new Host(root), 'name', { lookup: { path: ['/d/a.txt'] } }),
    ['a'],
    'by any name, if asked',
  );
  t.equal(scanTable(javaArchives, new Host(root), { lookup: { path: { patterns: [like('/d/%')] } } }).length, 31);
});

const MODULES =
  'path\tx/cmd\nmod\tx\t(devel)\t\ndep\ty\tv1.0.0\th1:a=\n=>\tz\tv2.0.0\th1:b=\nbuild\tGOOS=linux\nbuild\t-ldflags="-s \\"q\\""\n';

t.test('programs of Go', async (t) => {
  const read = (bytes: Buffer) => readGoBuildInfo(source(bytes));
  const info = { '.text': Buffer.alloc(5), '.go.buildinfo': madeGoBuildInfo('go1.22.5', MODULES) };
  for (const isStripped of [false, true])
    t.match(
      read(madeElf(info, { isStripped })),
      { goVersion: 'go1.22.5', mainPackage: 'x/cmd' },
      `stripped: ${isStripped}`,
    );
  t.same(parseGoModules(MODULES), {
    mainPackage: 'x/cmd',
    modules: [
      { path: 'x', version: '(devel)', sum: null, isMain: true, replacement: null },
      { path: 'y', version: 'v1.0.0', sum: 'h1:b=', isMain: false, replacement: 'z@v2.0.0' },
    ],
    settings: new Map([
      ['GOOS', 'linux'],
      ['-ldflags', '-s "q"'],
    ]),
  });
  t.equal(read(madeElf({ '.text': Buffer.alloc(64) })), null);
  t.equal(read(Buffer.from('#!/bin/sh')), null);
  t.equal(read(Buffer.alloc(0)), null);
  const whole = madeElf(info);
  for (let at = 0; at < whole.length; at++) {
    for (const bytes of [Buffer.from(whole).fill(0xff, at, at + 1), whole.subarray(0, at)]) {
      try {
        read(bytes);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
      }
    }
  }
});

t.test('programs of Go before 1.18, which point at their texts', async (t) => {
  const version = Buffer.from('go1.17.13');
  const at = 0x40_0000;
  const section = Buffer.alloc(256);
  section.write('\xff Go buildinf:', 'latin1');
  section[14] = 8;
  section.writeBigUInt64LE(BigInt(at + 64), 16);
  section.writeBigUInt64LE(BigInt(at + 80), 24);
  section.writeBigUInt64LE(BigInt(at + 128), 64);
  section.writeBigUInt64LE(BigInt(version.length), 72);
  version.copy(section, 128);
  t.same(readGoBuildInfo(source(madeElf({ '.go.buildinfo': section }))), {
    goVersion: 'go1.17.13',
    mainPackage: null,
    modules: [],
    settings: new Map(),
  });
  section.writeBigUInt64LE(2n ** 64n - 1n, 16);
  t.equal(readGoBuildInfo(source(madeElf({ '.go.buildinfo': section }))), null, 'an address of nothing');
});

t.test('programs of Rust', async (t) => {
  const crates = [
    { name: 'a', version: '1.0.0', source: 'local', root: true },
    { name: 'b', kind: 'build' },
    { version: '1' },
    7,
  ];
  const packages = [
    { name: 'a', version: '1.0.0', source: 'local', kind: 'runtime', isRoot: true },
    { name: 'b', version: null, source: null, kind: 'build', isRoot: false },
  ];
  t.same(readRustAudit(source(madeElf({ '.dep-v0': madeRustAudit(crates as object[]) }))), packages);
  t.same(parseRustAudit('[]'), []);
  t.same(parseRustAudit('{"packages": 7}'), []);
  t.equal(readRustAudit(source(madeElf({ '.text': Buffer.alloc(8) }))), null);
  t.throws(() => readRustAudit(source(madeElf({ '.dep-v0': Buffer.from('no zlib') }))), Refused);
  t.throws(() => readRustAudit(source(madeElf({ '.dep-v0': deflateSync(Buffer.alloc(100_000_000)) }))), TooLarge);
  t.equal(Elf.open(source(Buffer.from('x'.repeat(100)))), undefined);
});

t.test('what is no regular file is not opened', async (t) => {
  const root = t.testdir({ d: {} });
  spawnSync('mkfifo', [join(root, 'd/fifo')]);
  const warnings: string[] = [];
  for (const table of [goBinaries, rustBinaries, javaArchives])
    t.same(scanTable(table, new Host(root), { lookup: { path: ['/d/fifo', '/d', '/nowhere'] }, warnings }), []);
  t.same(warnings, []);
});

t.test('modules, as go version -m has them', async (t) => {
  const program = ask('sh', '-c', 'command -v go')?.trim();
  if (program === undefined || program === '') return void t.pass('no go here');
  const real = fs.realpathSync(program);
  const theirs = ask(program, 'version', '-m', real)?.match(/: (go\S+)/)?.[1];
  t.same(scanColumn(goBinaries, new Host(), 'go_version', { lookup: { path: [real] } }), [theirs]);
});
