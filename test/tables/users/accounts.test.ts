import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import t from 'tap';
import { Host, parseGroups, parsePasswd, queryPasswd } from '../../../src/host/index.js';
import { groups } from '../../../src/tables/users/groups.js';
import { userGroups } from '../../../src/tables/users/user-groups.js';
import { users } from '../../../src/tables/users/users.js';
import { type ScannedRow, type ScanOptions, scanTable } from '../scan.js';

const debian = new Host('test/hosts/debian-small');
const live = new Host();
const values = (rows: readonly ScannedRow[]): unknown[][] => rows.map((row) => Object.values(row));
const hasGetent = spawnSync('getent', ['--version']).error === undefined;
const withGetent = { skip: !hasGetent && 'no getent(1) here' };

t.test('lines of /etc/passwd', async (t) => {
  const cases: [line: string, entry: unknown[] | undefined][] = [
    ['root:x:0:0:root:/root:/bin/bash', ['root', 0, 0, 'root', '/root', '/bin/bash']],
    [' \tblanks:x:1:2::/:', ['blanks', 1, 2, '', '/', '']],
    ['short:x:1:2', ['short', 1, 2, null, null, null]],
    ['shorter:x:1:2:', ['shorter', 1, 2, '', null, null]],
    ['long:x:1:2:g:/h:/sh:more:', ['long', 1, 2, 'g', '/h', '/sh:more:']],
    ['max:x:4294967295:4294967294:::', ['max', 4294967295, 4294967294, '', '', '']],
    ['octal:x:010:0008:::', ['octal', 10, 8, '', '', '']],
    [':x:0:0:::', ['', 0, 0, '', '', '']],
    ['+', ['+', 0, 0, null, null, null]],
    ['+@group::::::', ['+@group', 0, 0, '', '', '']],
    ['-user:x:5::::', ['-user', 5, 0, '', '', '']],
    ['# root:x:0:0:::', undefined],
    ['', undefined],
    ['   ', undefined],
    ['noids', undefined],
    ['nouid:x::0:::', undefined],
    ['nogid:x:0', undefined],
    ['nogid:x:0::::', undefined],
    ['big:x:4294967296:0:::', undefined],
    ['huge:x:99999999999999999999999:0:::', undefined],
    ['negative:x:-1:0:::', undefined],
    ['hex:x:0x10:0:::', undefined],
    ['blank:x: 1:0:::', undefined],
    ['junk:x:1a:0:::', undefined],
  ];
  for (const [line, entry] of cases) {
    const parsed = parsePasswd(`${line}\n`).map(Object.values);
    t.same(parsed, entry === undefined ? [] : [entry], JSON.stringify(line));
  }
  const text = cases.map(([line]) => line).join('\n');
  t.equal(parsePasswd(text).length, cases.filter(([, entry]) => entry).length, 'no line spoils another');
  const long = `a:x:1:1:${'g'.repeat(100_000)}:/:\nb:x:2:2:::\n`;
  t.same(
    parsePasswd(long).map(({ name }) => name),
    ['a', 'b'],
    'a long line is no end',
  );
  t.same(parsePasswd(''), []);
  t.same(
    parsePasswd('\0:\0:0:0:\0::').map(({ name }) => name),
    ['\0'],
  );
});

t.test('lines of /etc/group', async (t) => {
  const cases: [line: string, entry: unknown[] | undefined][] = [
    ['root:x:0:', ['root', 0, []]],
    ['sudo:x:27:alice,bob', ['sudo', 27, ['alice', 'bob']]],
    ['blanks:x:1: alice,, bob,', ['blanks', 1, ['alice', 'bob']]],
    ['short:x:1', ['short', 1, []]],
    ['colon:x:1:a:b,c', ['colon', 1, ['a:b', 'c']]],
    ['+:::', undefined],
    ['+nis:x:5:', undefined],
    ['nogid:x::a', undefined],
    ['nogid', undefined],
    ['#x:x:1:', undefined],
    ['big:x:4294967296:', undefined],
  ];
  for (const [line, entry] of cases) {
    t.same(
      parseGroups(`${line}\n`).map(({ name, gid, members }) => [name, gid, members]),
      entry ? [entry] : [],
      JSON.stringify(line),
    );
  }
});

t.test('users of a recorded machine', async (t) => {
  t.same(scanTable(users, debian, { columns: users.columns.map(({ name }) => name) }).at(-1), {
    uid: 1000,
    gid: 1000,
    uid_signed: 1000,
    gid_signed: 1000,
    username: 'alice',
    description: 'Alice Example,,,',
    directory: '/home/alice',
    shell: '/bin/bash',
    uuid: null,
    type: null,
    is_hidden: null,
    pid_with_namespace: 0,
    include_remote: 0,
  });
  const names = (lookup: ScanOptions['lookup']): unknown[] =>
    scanTable(users, debian, { lookup: lookup ?? {}, columns: ['username'] }).map((row) => row['username']);
  t.same(names({}), ['root', 'daemon', 'bin', 'www-data', 'nobody', 'alice']);
  t.same(names({ uid: [0, 33, 77] }), ['root', 'www-data']);
  t.same(names({ uid: [-2, 0.5, 2 ** 40] }), []);
  t.same(names({ username: ['alice', 'bob', ''] }), ['alice']);
  t.same(names({ username: ['alice', 'root'], uid: [1000] }), ['alice']);
  t.same(names({ uuid: ['x'] }), []);
  t.same(names({ include_remote: [0, 1], uid: [0] }), ['root', 'root'], 'a recorded machine has no directory server');
  t.same(names({ include_remote: [2] }), []);
  t.same(
    values(
      scanTable(users, debian, {
        lookup: { pid_with_namespace: [640, 99999], uid: [0] },
        columns: ['username', 'shell', 'pid_with_namespace'],
      }),
    ),
    [['root', '/bin/ash', 640]],
  );
});

t.test('ids with and without a sign', async (t) => {
  const odd = new Host(
    t.testdir({ etc: { passwd: 'a:x:4294967294:2147483648:::\n', group: 'g:x:4294967295:a\nh:x:2147483647:a,a\n' } }),
  );
  t.same(values(scanTable(users, odd, { columns: ['uid', 'gid', 'uid_signed', 'gid_signed'] })), [
    [4294967294, 2147483648, -2, -2147483648],
  ]);
  t.same(values(scanTable(groups, odd)), [
    [4294967295, -1, 'g'],
    [2147483647, 2147483647, 'h'],
  ]);
  t.same(values(scanTable(userGroups, odd)), [
    [4294967294, 2147483648],
    [4294967294, 4294967295],
    [4294967294, 2147483647],
  ]);
});

t.test('groups of a recorded machine', async (t) => {
  t.same(
    scanTable(groups, debian, { lookup: { gid: [27, 42, 77] }, columns: groups.columns.map(({ name }) => name) }),
    [
      {
        gid: 27,
        gid_signed: 27,
        groupname: 'sudo',
        group_sid: null,
        comment: null,
        is_hidden: null,
        pid_with_namespace: 0,
      },
      {
        gid: 42,
        gid_signed: 42,
        groupname: 'shadow',
        group_sid: null,
        comment: null,
        is_hidden: null,
        pid_with_namespace: 0,
      },
    ],
  );
  t.same(values(scanTable(groups, debian, { lookup: { groupname: ['disk', 'x'] }, columns: ['gid'] })), [[6]]);
  t.same(scanTable(groups, debian, { lookup: { group_sid: ['S-1-1'] } }), []);
  t.equal(scanTable(groups, debian).length, 9);
});

t.test('groups of users', async (t) => {
  t.same(values(scanTable(userGroups, debian, { lookup: { uid: [1000] } })), [
    [1000, 1000],
    [1000, 27],
  ]);
  t.same(values(scanTable(userGroups, debian, { lookup: { gid: [27] } })), [[1000, 27]]);
  const twins = new Host(
    t.testdir({
      etc: {
        passwd: 'root:x:0:0:::\n+:::::\ntoor:x:0:1:::\n',
        group: 'a:x:0:root\nb:x:1:root,toor\nc:x:2:toor\nb2:x:1:\n',
      },
    }),
  );
  t.same(
    values(scanTable(userGroups, twins)),
    [
      [0, 0],
      [0, 1],
      [0, 2],
    ],
    'two names of one id share it, and no pair comes twice',
  );
  t.same(values(scanTable(groups, twins, { lookup: { gid: [1] }, columns: ['groupname'] })), [['b'], ['b2']]);
});

t.test('files that are not there, or not for us', async (t) => {
  const bare = new Host(t.testdir({}));
  const warnings: string[] = [];
  for (const table of [users, groups, userGroups]) t.same(scanTable(table, bare, { warnings }), []);
  t.same(warnings, []);
  const odd = new Host(t.testdir({ etc: { passwd: {}, group: {} } }));
  for (const table of [users, groups]) t.same(scanTable(table, odd, { warnings }), []);
  t.same(warnings, ['cannot read /etc/passwd: is a directory', 'cannot read /etc/group: is a directory']);
});

/** What getent(1) says of a database that is in files alone: its other sources would add to it. */
const fromFiles = (database: string): string[] =>
  execFileSync('getent', ['-s', 'files', database], { encoding: 'utf8' }).trim().split('\n');

t.test('the same as getent(1)', withGetent, async (t) => {
  const ours = values(
    scanTable(users, live, { columns: ['username', 'uid', 'gid', 'description', 'directory', 'shell'] }),
  );
  t.same(
    ours.map((row) => row.join(':')),
    fromFiles('passwd').map((line) => line.split(':').toSpliced(1, 1).join(':')),
  );
  t.same(
    values(scanTable(groups, live, { columns: ['groupname', 'gid'] })).map((row) => row.join(':')),
    fromFiles('group').map((line) => line.split(':').toSpliced(1, 1).slice(0, 2).join(':')),
  );
});

t.test('the same as id(1)', async (t) => {
  for (const { username, uid } of scanTable(users, live, { columns: ['username', 'uid'] })) {
    const gids = execFileSync('id', ['-G', String(username)], { encoding: 'utf8' })
      .trim()
      .split(' ')
      .map(Number);
    const ours = scanTable(userGroups, live, { lookup: { uid: [Number(uid)] } }).map(({ gid }) => gid);
    t.same(new Set(ours), new Set(gids), String(username));
    t.equal(ours[0], gids[0], 'the primary group first');
  }
});

t.test('remote users', withGetent, async (t) => {
  const everyone = execFileSync('getent', ['passwd'], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.split(':')[0]);
  const ours = (lookup: ScanOptions['lookup']): unknown[] =>
    scanTable(users, live, { lookup: { include_remote: [1], ...lookup }, columns: ['username'] }).map(
      (row) => row['username'],
    );
  t.same(ours({}), everyone);
  t.same(
    ours({ uid: [0] }),
    everyone.filter((name) => name === 'root'),
  );
  t.same(ours({ username: ['root', 'no such user', '-rf', '', '\0', '\udc80'] }), ['root']);
  t.same(ours({ username: ['root'], uid: [1] }), []);
  t.same(ours({ uid: [] }), []);
  t.same(queryPasswd(live, ['-s', '--help']), []);
});

t.test('only remote users take a child process', withGetent, async (t) => {
  /** Page faults of children that ended: field 11 of /proc/self/stat (proc(5)). */
  const faults = (): number => Number(fs.readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)?.split(' ')[8]);
  const before = faults();
  for (const table of [users, groups, userGroups]) scanTable(table, live);
  t.equal(faults(), before);
  scanTable(users, live, { lookup: { include_remote: [1] } });
  t.ok(faults() > before);
});
