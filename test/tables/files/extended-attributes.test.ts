import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as os from 'node:os';
import * as path from 'node:path';
import t from 'tap';
import { formatCapability, Host, loadLibc } from '../../../src/host/index.js';
import { extendedAttributes } from '../../../src/tables/files/extended-attributes.js';
import { scanColumn, scanTable } from '../scan.js';

const live = new Host();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hostql-'));
t.teardown(() => fs.rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, 'file');
fs.writeFileSync(file, '');

const isSet = loadLibc() !== null && setAttribute(file, 'user.first', Buffer.from('with end\0'));
const withAttributes = { skip: !isSet && 'no extended attributes here' };

/** False where the file system keeps none. */
function setAttribute(file: string, name: string, value: Buffer): boolean {
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi'); // require gives no types
  const set = koffi
    .load(null)
    .func('int setxattr(const char *path, const char *name, const void *value, size_t size, int flags)');
  return set(file, name, value, value.length, 0) === 0;
}

/** struct vfs_cap_data: the sets of capabilities 0 to 31, then 32 to 63. */
function capability(revision: number, isEffective: boolean, ...words: number[]): Buffer {
  const value = Buffer.alloc(4 + words.length * 4);
  value.writeUInt32LE(((revision << 24) | Number(isEffective)) >>> 0);
  for (const [at, word] of words.entries()) value.writeUInt32LE(word >>> 0, 4 + at * 4);
  return value;
}

t.test('capabilities as text', async (t) => {
  const raw = 1 << 13;
  t.equal(formatCapability(capability(2, true, raw | (1 << 10), 0, 0, 0)), 'cap_net_bind_service,cap_net_raw=ep');
  t.equal(formatCapability(capability(2, true, raw, 1, 0, 0)), 'cap_chown=ei cap_net_raw+ep');
  t.equal(formatCapability(capability(2, false, raw, 0, 0, 0)), 'cap_net_raw=p');
  t.equal(formatCapability(capability(3, true, raw, 0, 0, 0, 1000)), 'cap_net_raw=ep');
  t.equal(formatCapability(capability(1, true, raw, 0)), 'cap_net_raw=ep');
  t.equal(formatCapability(capability(2, true, 0, 0, 1 << 8, 0)), 'cap_checkpoint_restore=ep');
  t.equal(formatCapability(capability(2, true, 0, 0, 0, 0)), '=');
  t.equal(formatCapability(capability(2, true, -1, 0, 0x1ff, 0)), '=ep');
  t.equal(formatCapability(capability(2, true, -2, 0, 0x1ff, 0)), '=ep cap_chown-ep');
  t.equal(formatCapability(capability(2, true, -1, 0, 0x7ff, 0)), '=ep 41,42+ep');
  for (const value of [capability(2, true, raw), capability(9, true, 0, 0, 0, 0), Buffer.alloc(0), Buffer.alloc(3)])
    t.equal(formatCapability(value), null);
});

t.test('attributes of a file', withAttributes, async (t) => {
  const set = (name: string, value: string): void => void setAttribute(file, name, Buffer.from(value, 'latin1'));
  set('user.plain', 'words');
  set('user.empty', '');
  set('user.nul', '\0');
  set('user.tab', 'a\tb\0');
  set('user.bytes', '\xff\xfe');
  set('user.big', 'x'.repeat(2000));
  const rows = scanTable(extendedAttributes, live, { lookup: { path: [file] } });
  const own = rows.filter(({ key }) => String(key).startsWith('user.'));
  t.same(Object.fromEntries(own.map(({ key, value, base64 }) => [key, [value, base64]])), {
    'user.first': ['with end', 0],
    'user.plain': [Buffer.from('words').toString('base64'), 1],
    'user.empty': ['', 1],
    'user.nul': ['', 0],
    'user.tab': [Buffer.from('a\tb\0').toString('base64'), 1],
    'user.bytes': ['//4=', 1],
    'user.big': [Buffer.from('x'.repeat(2000)).toString('base64'), 1],
  });
  t.ok(rows.every((row) => row.path === file && row.directory === folder));
});

t.test('files found otherwise', withAttributes, async (t) => {
  fs.symlinkSync('file', path.join(folder, 'link'));
  fs.symlinkSync('none', path.join(folder, 'dangling'));
  spawnSync('mkfifo', [path.join(folder, 'fifo')]);
  const warnings: string[] = [];
  const paths = (lookup: Record<string, string[]>): unknown[] =>
    [...new Set(scanColumn(extendedAttributes, live, 'path', { lookup, warnings }))].sort();
  t.same(paths({ directory: [folder] }), [file, path.join(folder, 'link')]);
  t.same(paths({ path: ['/no/such', `${folder}/fifo`, `${folder}/dangling`, `${folder}/fi\0le`, ''] }), []);
  t.same(paths({ path: ['/proc/self/status', '/dev/null'] }), []);
  t.same(warnings, []);
});

t.test('a recorded machine has none', async (t) => {
  t.same(scanTable(extendedAttributes, new Host('test/hosts/debian-small'), { lookup: { path: ['/etc/passwd'] } }), []);
});
