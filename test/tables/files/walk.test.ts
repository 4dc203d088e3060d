import * as fs from 'node:fs';
import t from 'tap';
import type { TableSpec } from '../../../src/catalog/index.js';
import { Host } from '../../../src/host/index.js';
import { extendedAttributes } from '../../../src/tables/files/extended-attributes.js';
import { file } from '../../../src/tables/files/file.js';
import { hash } from '../../../src/tables/files/hash.js';
import { anyOf, like } from '../patterns.js';
import { scanColumn, scanTable } from '../scan.js';

/** Five levels, a file system mounted on the way, and a link that leads up. */
function machine(test: Pick<typeof t, 'testdir'>): Host {
  const root = test.testdir({
    a: { one: '', b: { two: '', c: { three: '', d: { four: '' } } }, empty: {}, mnt: { inside: { five: '' } } },
    '.host.json': JSON.stringify({ stat: { '/a/mnt': { dev: 99 }, '/a/mnt/inside': { dev: 99 } } }),
  });
  fs.symlinkSync('..', `${root}/a/b/up`);
  return new Host(root);
}

const path = anyOf(like('/a/%%'));

function found(
  host: Host,
  lookup: Record<string, readonly number[]>,
  table: TableSpec = file,
): [paths: unknown[], warnings: string[]] {
  const warnings: string[] = [];
  return [scanColumn(table, host, 'path', { lookup: { path, ...lookup }, warnings }), warnings];
}

t.test('a walk to a depth', async (t) => {
  const host = machine(t);
  const below = (...paths: string[]): string[] => paths.map((path) => `/a/${path}`);
  const first = below('b/', 'empty/', 'mnt/', 'one');
  const leftOut = (depth: number, folder: string): string[] => [
    `files more than ${depth} levels down are left out, such as those in ${folder}`,
  ];
  t.same(found(host, { max_depth: [1] }), [first, leftOut(1, '/a/b')]);
  const second = below('b/', 'b/c/', 'b/two', 'b/up/', 'empty/', 'mnt/', 'mnt/inside/', 'one');
  t.same(found(host, { max_depth: [2] }), [second, leftOut(2, '/a/b/c')]);
  const [all, warnings] = found(host, {});
  t.equal(all.length, 12);
  t.same(warnings, []);
  t.same(found(host, { max_depth: [4] }), [all, []]);
  t.same(
    found(host, { max_depth: [3] })[0],
    all.filter((path) => path !== '/a/b/c/d/four'),
  );
  t.same(found(host, { max_depth: [1, 2] })[0], [...first, ...second], 'rows of each');
  t.same(found(host, { max_depth: [2] }, hash)[0], below('b/two', 'one'));
  t.same(found(host, { max_depth: [1] }, extendedAttributes)[0], []);
});

t.test('a folder that is empty is not left out', async (t) => {
  t.same(found(new Host(t.testdir({ a: { b: {} } })), { max_depth: [1] }), [['/a/b/'], []]);
});

t.test('a walk on one file system', async (t) => {
  const host = machine(t);
  const [all] = found(host, {});
  const warning = ['other file systems are left out, such as /a/mnt'];
  t.same(found(host, { one_file_system: [1] }), [all.filter((path) => !String(path).startsWith('/a/mnt/i')), warning]);
  t.same(found(host, { one_file_system: [0] }), [all, []]);
  t.same(found(host, { one_file_system: [7] }), [[], []]);
  const inside = scanColumn(file, host, 'path', { lookup: { path: anyOf(like('/a/mnt/%%')), one_file_system: [1] } });
  t.same(inside, ['/a/mnt/inside/', '/a/mnt/inside/five'], 'where it begins on one');
});

t.test('rows say how they were looked for', async (t) => {
  const columns = ['path', 'max_depth', 'one_file_system'];
  const rows = (lookup: Record<string, readonly (string | number)[]>) =>
    scanTable(file, machine(t), { columns, lookup }).map(Object.values);
  t.same(rows({ path: ['/a/one'] }), [['/a/one', null, 0]]);
  t.same(rows({ path: ['/a/one'], max_depth: [2], one_file_system: [1] }), [['/a/one', 2, 1]]);
  t.same(rows({ directory: ['/a/b/c'], max_depth: [1] }), [
    ['/a/b/c/d', 1, 0],
    ['/a/b/c/three', 1, 0],
  ]);
});
