import * as os from 'node:os';
import t from 'tap';
import {
  canonicalName,
  leadingNumber,
  parseAuxv,
  parseCount,
  parseCpuInfo,
  parseCpuList,
  parseHosts,
  parseKernelCommandLine,
  parseKernelStat,
  parseKernelVersion,
  parseLoadAverage,
  parseMemoryInfo,
  parseMounts,
  parseOsRelease,
  parseUptime,
  uuidOfMachineId,
  wideCount,
  withReleaseFile,
} from '../../src/host/index.js';

/** Checks a parser against rows of input and outcome, and that no input makes it throw or linger. */
function cases<T>(
  name: string,
  parse: (text: string) => T,
  rows: readonly (readonly [input: string, outcome: unknown])[],
): void {
  t.test(name, async (t) => {
    for (const [input, outcome] of rows) t.same(parse(input), outcome, JSON.stringify(input));
    const startMs = performance.now();
    for (const hostile of HOSTILE) t.doesNotThrow(() => parse(hostile));
    t.ok(performance.now() - startMs < 2000, 'in bounded time');
  });
}

const HOSTILE = [
  '',
  '\n',
  '\0',
  ' '.repeat(200_000),
  '='.repeat(200_000),
  '\t:'.repeat(100_000),
  'a '.repeat(100_000),
  '"\\'.repeat(100_000),
  'cpu0 '.repeat(50_000),
  '1.'.repeat(100_000),
  '\udcff\udc80 \udcfe\n'.repeat(1000),
];

cases('parseUptime', parseUptime, [
  ['46025.07 91234.56\n', 46025],
  ['0.00 0.00\n', 0],
  ['7', 7],
  ['-1.5 0', null],
  ['x', null],
  ['1e9 1', null],
]);

cases('parseLoadAverage', parseLoadAverage, [
  ['0.20 0.18 0.12 1/80 11206\n', [0.2, 0.18, 0.12]],
  ['1.00', [1, null, null]],
  ['nan inf -1.0 x', [null, null, null]],
]);

cases('parseKernelVersion', parseKernelVersion, [
  ['Linux version 6.1.0-18-amd64 (x) #1', '6.1.0-18-amd64'],
  ['Linux release 6.1', null],
  ['Linux version', null],
]);

cases('parseKernelCommandLine', parseKernelCommandLine, [
  ['BOOT_IMAGE=/vmlinuz root=/dev/sda1 ro  quiet\n', { image: '/vmlinuz', root: '/dev/sda1', rest: 'ro quiet' }],
  ['root=a root=b xroot=c BOOT_IMAGE=', { image: null, root: 'b', rest: 'xroot=c' }],
  ['dyndbg="file a +p" x=y=z', { image: null, root: null, rest: 'dyndbg="file a +p" x=y=z' }],
]);

cases('parseMemoryInfo', (text) => [...parseMemoryInfo(text)], [
  [
    'MemTotal:  2 kB\nHugePages_Total:       4\n',
    [
      ['MemTotal', 2048],
      ['HugePages_Total', 4],
    ],
  ],
  ['MemTotal: kB\nMemFree: -1 kB\nA: 1 MB\nB: 99999999999999999999 kB\n', []],
  ['Active(anon):  1 kB\r\n', [['Active(anon)', 1024]]],
]);

cases('parseKernelStat', parseKernelStat, [
  [
    'cpu  9 9 9 9 9 9 9\ncpu0 1 2 3 4 5 6 7\nbtime 1772660005\n',
    { cpus: [{ core: 0, ticks: [1, 2, 3, 4, 5, 6, 7] }], bootTimeSeconds: 1772660005 },
  ],
  [
    'cpu1 1 2 3 4 5 6 7 8 9 10 11',
    { cpus: [{ core: 1, ticks: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }], bootTimeSeconds: null },
  ],
  ['cpu0 1 2 3\ncpux 1 2 3 4 5 6 7\nbtime x', { cpus: [], bootTimeSeconds: null }],
  [
    'cpu0 9223372036854775807 9223372036854775808 x 9007199254740993 0 0 0',
    {
      cpus: [{ core: 0, ticks: [9223372036854775807n, null, null, 9007199254740993n, 0, 0, 0] }],
      bootTimeSeconds: null,
    },
  ],
]);

const NO_CPU = { logical: 0, cores: null, sockets: null, modelName: null, model: null, microcode: null };
const cpu = (processor: number, socket: number, core: number) =>
  `processor\t: ${processor}\nphysical id\t: ${socket}\ncore id\t\t: ${core}\nmodel\t\t: 85\nmodel name\t: Big One\n\n`;
cases('parseCpuInfo', parseCpuInfo, [
  ['', NO_CPU],
  [cpu(0, 0, 0) + cpu(1, 1, 0), { ...NO_CPU, logical: 2, cores: 2, sockets: 2, modelName: 'Big One', model: '85' }],
  [
    cpu(0, 0, 0) + cpu(1, 0, 0) + cpu(2, 0, 4),
    { ...NO_CPU, logical: 3, cores: 2, sockets: 1, modelName: 'Big One', model: '85' },
  ],
  ['Processor\t: ARMv7\nprocessor\t: 0\nprocessor\t: 1\nHardware\t: x\n', { ...NO_CPU, logical: 2 }],
  ['microcode\t: 0xde\nmicrocode\t: 0xdf\n', { ...NO_CPU, microcode: '0xdf' }],
  ['vmx flags\t: model : 1\n  model : 2\n', NO_CPU],
]);

cases('parseCpuList', parseCpuList, [
  ['0\n', 1],
  ['0-3,5,8-9\n', 7],
  ['3-1', null],
  ['', null],
  ['0-', null],
]);

cases('parseMounts', parseMounts, [
  ['proc /proc proc rw 0 0\n', [{ device: 'proc', path: '/proc', type: 'proc', options: 'rw' }]],
  [' /m tmpfs rw 0 0', [{ device: '', path: '/m', type: 'tmpfs', options: 'rw' }]],
  [
    '/dev/a /a\\040b\\011\\012\\134\\043 ext4 rw,x=\\054 0 0',
    [{ device: '/dev/a', path: '/a b\t\n\\#', type: 'ext4', options: 'rw,x=,' }],
  ],
  ['a /\\303\\251\\377 t o', [{ device: 'a', path: '/é\udcff', type: 't', options: 'o' }]],
  ['a /\\999\\04 t o', [{ device: 'a', path: '/\\999\\04', type: 't', options: 'o' }]],
  ['too few words\n\n', []],
]);

cases('parseHosts', parseHosts, [
  [
    '127.0.0.1\tlocalhost  box # c\r\n#x\n\n::1 ip6\n',
    [
      { address: '127.0.0.1', names: ['localhost', 'box'] },
      { address: '::1', names: ['ip6'] },
    ],
  ],
  ['1.2.3.4 a#b c', [{ address: '1.2.3.4', names: ['a'] }]],
  ['1.2.3.4', [{ address: '1.2.3.4', names: [] }]],
]);

t.test('canonicalName', async (t) => {
  const entries = parseHosts('127.0.1.1 web1.example.org web1\n10.0.0.1 db\n10.0.0.2\n');
  t.equal(canonicalName(entries, 'WEB1'), 'web1.example.org');
  t.equal(canonicalName(entries, 'db'), 'db');
  t.equal(canonicalName(entries, 'other'), 'other');
  t.equal(canonicalName([], 'other'), 'other');
});

const UNKNOWN = {
  name: 'Unknown',
  id: null,
  versionId: null,
  version: null,
  major: 0,
  minor: 0,
  patch: 0,
  build: null,
  platform: 'posix',
  platformLike: null,
  codename: null,
};
cases('parseOsRelease', parseOsRelease, [
  ['', UNKNOWN],
  [
    'NAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n',
    { ...UNKNOWN, name: 'Debian GNU/Linux', id: 'debian', versionId: '12', major: 12, platform: 'debian' },
  ],
  ['VERSION_ID=22.04', { ...UNKNOWN, versionId: '22.04', major: 22, minor: 4 }],
  ['VERSION_ID=3.08.09-rc1.4', { ...UNKNOWN, versionId: '3.08.09-rc1.4', major: 3, minor: 8, patch: 9 }],
  ['VERSION_ID=rolling', { ...UNKNOWN, versionId: 'rolling', major: null }],
  ['VERSION_CODENAME=a\nUBUNTU_CODENAME=b\nVERSION_CODENAME=c\n', { ...UNKNOWN, codename: 'c' }],
  ['VERSION_CODENAME=virginia\nUBUNTU_CODENAME=jammy\nX_CODENAME=\n', { ...UNKNOWN, codename: 'jammy' }],
  [
    'NAME=\'it is "x"\' # c\nVERSION="a \\"b\\" \\$c\nBUILD_ID=a=b\nID=Arch Linux',
    { ...UNKNOWN, name: 'it is "x"', id: 'Arch Linux', version: 'a "b" $c', build: 'a=b', platform: 'Arch Linux' },
  ],
  ['ID=\nNAME=""\n #ID=x\n=y\nID', UNKNOWN],
]);

t.test('withReleaseFile', async (t) => {
  const before = {
    ...UNKNOWN,
    name: 'From os-release',
    id: 'fedora',
    version: '39',
    major: 39,
    build: 'x',
    platform: 'fedora',
  };
  const rhel = (text: string) => withReleaseFile(before, 'rhel', text);
  const rows: [text: string, outcome: object][] = [
    [
      'CentOS Linux release 7.9.2009 (Core)\n',
      { name: 'CentOS Linux', version: 'CentOS Linux release 7.9.2009 (Core)', major: 7, minor: 9, patch: 2009 },
    ],
    [
      'Red Hat Enterprise  Linux release 9.3 (Plow)',
      {
        name: 'Red Hat Enterprise Linux',
        version: 'Red Hat Enterprise Linux release 9.3 (Plow)',
        major: 9,
        minor: 3,
        patch: 0,
      },
    ],
    [
      'Fedora release 39 (Thirty Nine)',
      { name: 'From os-release', version: 'Fedora release 39 (Thirty Nine)', major: 39, minor: 0 },
    ],
    ['', { name: 'From os-release', version: null }],
    ['a\nb 1.2\n', { name: 'a\nb', version: 'a\nb 1.2', major: 1, minor: 2 }],
  ];
  for (const [text, outcome] of rows)
    t.match(rhel(text), { ...outcome, platform: 'rhel', platformLike: 'rhel', build: null }, text);
  t.match(withReleaseFile(before, 'gentoo', 'Gentoo Base System release 2.14'), {
    name: 'Gentoo Base System',
    major: 2,
    minor: 14,
    platform: 'gentoo',
  });
  for (const hostile of HOSTILE) t.doesNotThrow(() => rhel(hostile));
});

t.test('numbers', async (t) => {
  t.same(['7', '007', '', 'x', '-1', '1.0', undefined].map(parseCount), [7, 7, null, null, null, null, null]);
  t.same(
    ['9007199254740991', '9007199254740992', '9223372036854775807', '9223372036854775808', '9'.repeat(100_000)].map(
      parseCount,
    ),
    [9007199254740991, 9007199254740992n, 9223372036854775807n, null, null],
  );
  t.same([-1n, 5n, 2n ** 53n, 2n ** 63n].map(wideCount), [null, 5, 2n ** 53n, null]);
  t.same(['08', ' 12abc', 'x1', '', undefined].map(leadingNumber), [8, 12, null, null, null]);
});

t.test('parseAuxv', { skip: os.endianness() !== 'LE' && 'words of the other byte order' }, async (t) => {
  const words = [6n, 4096n, 17n, 100n, 0n, 0n, 6n, 1n];
  const bytes = Buffer.alloc(words.length * 8 + 5);
  for (const [i, word] of words.entries()) bytes.writeBigUInt64LE(word, i * 8);
  t.same(
    [...parseAuxv(bytes)],
    [
      [6, 4096],
      [17, 100],
    ],
  );
  t.same([...parseAuxv(Buffer.alloc(3))], []);
});

t.test('uuidOfMachineId', async (t) => {
  const id = '4f0c1d2e3b5a69788796a5b4c3d2e1f0';
  const uuid = uuidOfMachineId(`${id}\n`);
  t.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  t.equal(uuid, uuidOfMachineId(id.toUpperCase()));
  t.notOk(uuid?.includes(id.slice(0, 6)), 'does not tell the id');
  t.equal(uuidOfMachineId('uninitialized'), null);
});
