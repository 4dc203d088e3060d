import t from 'tap';
import {
  escapeComm,
  Host,
  listPids,
  parseCgroupPath,
  parseCmdline,
  parseComm,
  parseEnviron,
  parseMaps,
  parseProcessIo,
  parseProcessStat,
  parseProcessStatus,
  parseSocketInode,
} from '../../src/host/index.js';

/** Text that no parser may stumble over. */
const HOSTILE = [
  '',
  '\n',
  '\0',
  '\0'.repeat(200_000),
  ' '.repeat(200_000),
  '(('.repeat(50_000),
  ') '.repeat(100_000),
  '1 (a) S '.repeat(50_000),
  '1 (a) S -'.repeat(50_000),
  'Name:\t'.repeat(50_000),
  '\nUid:'.repeat(50_000),
  '\nVmRSS:'.repeat(50_000),
  ':'.repeat(200_000),
  '='.repeat(200_000),
  '0-0 r 0 0 0 '.repeat(50_000),
  '9'.repeat(200_000),
  '\xff\xfe'.repeat(1000),
];

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Checks a parser against rows of input (one character a byte) and outcome, and that no input makes it throw or linger. */
function cases<T>(
  name: string,
  parse: (input: Buffer) => T,
  rows: readonly (readonly [input: string, outcome: unknown])[],
): void {
  t.test(name, async (t) => {
    for (const [input, outcome] of rows) t.strictSame(parse(bytes(input)), outcome, JSON.stringify(input.slice(0, 80)));
    const startMs = performance.now();
    for (const hostile of HOSTILE) t.doesNotThrow(() => parse(bytes(hostile)), JSON.stringify(hostile.slice(0, 20)));
    t.ok(performance.now() - startMs < 2000, 'in bounded time');
  });
}

const text = (input: Buffer): string => input.toString('latin1');

cases('parseProcessStat', parseProcessStat, [
  ['42 (sshd) S 1 40 40 0 -1 4194560 1 2 3 4 233 517 5 6 20 -5 3 0', undefined],
  ['42 (sshd) S 1 40 40 0 -1 4194560 1 2 3 4 233 517 5 6 20 -5 3  9876543', undefined],
  [
    `42 (sshd) S 1 40 40 0 -1 4194560 1 2 3 4 233 517 5 6 20 -5 3 0 9876543 100 200\n`,
    {
      name: 'sshd',
      state: 'S',
      parent: 1,
      group: 40,
      userTicks: 233,
      systemTicks: 517,
      nice: -5,
      threads: 3,
      startTicks: 9876543,
    },
  ],
  [
    `42 (a) S (b)\n\\) D 1 40 40 0 -1 1 1 2 3 4 18446744073709551615 517 5 6 20 0 3 0 5`,
    {
      name: 'a) S (b)\\n\\\\',
      state: 'D',
      parent: 1,
      group: 40,
      userTicks: 18446744073709552000,
      systemTicks: 517,
      nice: 0,
      threads: 3,
      startTicks: 5,
    },
  ],
  ['42 (sshd) S 1', undefined],
  ['42 (sshd', undefined],
  ['42 sshd) S', undefined],
  [')(', undefined],
]);

cases('parseProcessStatus', parseProcessStatus, [
  [
    'Name:\tcaf\xc3\xa9\\n\nUmask:\t0022\nUid:\t1\t2\t3\t4\nGid:\t5\t6\t7\t8\nVmSize:\t     100 kB\nVmRSS:\t      60 kB\nRssAnon:\t 1 kB\n',
    { name: 'café\\n', threadGroup: null, uids: [1, 2, 3], gids: [5, 6, 7], residentBytes: 61440, totalBytes: 102400 },
  ],
  [
    'Name:\tkthreadd\nTgid:\t2\nUid:\t0\t0\t0\t0\nGid:\t4294967295\t0\t0\t0\nThreads:\t1\n',
    {
      name: 'kthreadd',
      threadGroup: 2,
      uids: [0, 0, 0],
      gids: [4294967295, 0, 0],
      residentBytes: null,
      totalBytes: null,
    },
  ],
  // a name of `Uid:` and blanks is the kernel's to print as it is
  [
    'Name:\t VmRSS: \nUid:\t1',
    {
      name: ' VmRSS: ',
      threadGroup: null,
      uids: [1, null, null],
      gids: [null, null, null],
      residentBytes: null,
      totalBytes: null,
    },
  ],
  [
    'Uid:\tx\nVmRSS:\t1e9 kB',
    {
      name: null,
      threadGroup: null,
      uids: [null, null, null],
      gids: [null, null, null],
      residentBytes: null,
      totalBytes: null,
    },
  ],
]);

cases('parseProcessIo', (input) => parseProcessIo(text(input)), [
  ['rchar: 1\nread_bytes: 10\nwrite_bytes: 30\ncancelled_write_bytes: 50\n', { readBytes: 10, writtenBytes: -20 }],
  ['read_bytes: 10\nwrite_bytes: 30\n', { readBytes: 10, writtenBytes: 30 }],
  ['cancelled_write_bytes: 5\n', { readBytes: null, writtenBytes: null }],
  [
    'read_bytes: 9223372036854775807\nwrite_bytes: 9007199254740993\ncancelled_write_bytes: 1',
    { readBytes: 9223372036854775807n, writtenBytes: 9007199254740992n },
  ],
  ['read_bytes: 18446744073709551615\nwrite_bytes: \n', { readBytes: null, writtenBytes: null }],
]);

cases('parseCmdline', parseCmdline, [
  ['/bin/sh\0-c\0echo a b\0', '/bin/sh -c echo a b'],
  ['prog\0\0a\0\0', 'prog  a'],
  [' \t\0prog\xa0\0\v', 'prog\udca0'],
  ['caf\xc3\xa9\0\xff\n', 'café \udcff'],
  ['\0\0', ''],
]);

cases('parseComm', parseComm, [
  ['sh\n', 'sh'],
  ['a\nb\\\n\n', 'a\\nb\\\\\\n'],
  [' x: ', ' x: '],
  ['caf\xc3\n', 'caf\udcc3'],
]);

cases('parseCgroupPath', (input) => parseCgroupPath(text(input)), [
  ['0::/user.slice/a.scope\n', '/user.slice/a.scope'],
  ['12:memory,cpu:/a:b\n0::/\n', '/a:b'],
  ['1:name=systemd:', ''],
  ['0', null],
  ['0:', null],
  ['\n0::/late', null],
]);

cases('parseEnviron', (input) => parseEnviron(text(input)), [
  [
    'A=1\0B=\0C\0=D\0E=F=G\n\0',
    [
      { key: 'A', value: '1' },
      { key: 'B', value: '' },
      { key: 'C', value: null },
      { key: '', value: 'D' },
      { key: 'E', value: 'F=G\n' },
    ],
  ],
  [
    '\0\0A=1\0\0B=2',
    [
      { key: 'A', value: '1' },
      { key: 'B', value: '2' },
    ],
  ],
  ['', []],
]);

const mappings = (input: Buffer): unknown[] =>
  parseMaps(text(input)).map((m) => [m.start, m.end, m.permissions, m.offset, m.device, m.inode, m.path, m.isPseudo]);

cases('parseMaps', mappings, [
  [
    '55d0-55e0 r-xp 0000f000 fd:01 131074                     /usr/bin/a b (deleted)\n',
    [['0x55d0', '0x55e0', 'r-xp', 0xf000, 'fd:01', 131074, '/usr/bin/a b (deleted)', false]],
  ],
  ['1-2 rw-p 0 00:00 0 \n', [['0x1', '0x2', 'rw-p', 0, '00:00', 0, null, false]]],
  ['1-2 rw-p 0 00:00 0', [['0x1', '0x2', 'rw-p', 0, '00:00', 0, null, false]]],
  ['1-2 rw-p 0 00:00 0   [heap]', [['0x1', '0x2', 'rw-p', 0, '00:00', 0, '[heap]', true]]],
  [
    '1-2 rw-p 7ffffffffffff000 00:00 9007199254740993 /a\n1-2 rw-p ffffffffffffffff 00:00 18446744073709551615 /b\n',
    [
      ['0x1', '0x2', 'rw-p', 9223372036854771712n, '00:00', 9007199254740993n, '/a', false],
      ['0x1', '0x2', 'rw-p', -1, '00:00', -1, '/b', false],
    ],
  ],
  ['12 rw-p xyz 00:00 x /a', [['0x12', '0x', 'rw-p', -1, '00:00', 0, '/a', true]]],
  ['1-2 rw-p 0 00:00\n1-2 rw-p\n\n1-2', []],
]);

cases('parseSocketInode', (input) => parseSocketInode(text(input)), [
  ['socket:[4711]', 4711],
  ['/tmp/socket:[4711]', undefined],
  ['socket:', undefined],
  ['pipe:[4711]', undefined],
]);

t.test('escapeComm takes a part of a buffer', async (t) => {
  t.equal(escapeComm(bytes('xx\\yy'), 1, 4), 'x\\\\y');
  t.equal(escapeComm(bytes('xx'), 1, 1), '');
});

t.test('listPids gives numbers alone, in order', async (t) => {
  const names = ['10', '9', '100', '0', '007', '12x', 'self', '-1', '1e3', ' 5', '9999999999999999999'];
  const host = new Host(t.testdir({ proc: Object.fromEntries(names.map((name) => [name, {}])) }));
  t.strictSame(listPids(host), [9, 10, 100]);
});
