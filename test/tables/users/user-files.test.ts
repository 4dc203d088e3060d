import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import t from 'tap';
import { Catalog } from '../../../src/catalog/index.js';
import { toQuery } from '../../../src/engine.js';
import { collect, compile } from '../../../src/exec/index.js';
import {
  Host,
  parseAuthorizedKeys,
  parseShadow,
  parseShellHistory,
  parseSshConfig,
  parseSudoers,
} from '../../../src/host/index.js';
import { parse } from '../../../src/sql/parser/index.js';
import { type OptimizeOptions, printPlan } from '../../../src/sql/planner/index.js';
import { linuxTables } from '../../../src/tables/index.js';
import { authorizedKeys } from '../../../src/tables/users/authorized-keys.js';
import { knownHosts } from '../../../src/tables/users/known-hosts.js';
import { shadow } from '../../../src/tables/users/shadow.js';
import { shellHistory } from '../../../src/tables/users/shell-history.js';
import { sshConfigs } from '../../../src/tables/users/ssh-configs.js';
import { sudoers } from '../../../src/tables/users/sudoers.js';
import { userSshKeys } from '../../../src/tables/users/user-ssh-keys.js';
import { type ScannedRow, scanColumn, scanTable } from '../scan.js';

const debian = new Host('test/hosts/debian-small');
const live = new Host();
const values = (rows: readonly ScannedRow[]): unknown[][] => rows.map((row) => Object.values(row));
const KEY = 'AAAAC3NzaC1lZDI1NTE5AAAAIFixtureFixtureFixtureFixtureFixtureFixture';
const ofUsers = [authorizedKeys, knownHosts, shellHistory, sshConfigs];

/** A machine whose files are given by path; gone after the test. */
function machine(test: Pick<typeof t, 'teardown'>, files: Readonly<Record<string, string | Buffer>>): Host {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'hostql-'));
  test.teardown(() => fs.rmSync(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), content);
  }
  return new Host(root);
}

t.test('shadow', async (t) => {
  t.same(values(scanTable(shadow, debian)), [
    ['active', 'y', 19700, 0, 99999, 7, -1, -1, null, 'root'],
    ['locked', null, 19700, 0, 99999, 7, -1, -1, null, 'daemon'],
    ['not_set', null, 19700, -1, -1, -1, -1, -1, null, 'bin'],
    ['empty', null, 19700, 0, 99999, 7, 30, 20000, null, 'www-data'],
    ['locked', '6', 19710, 1, 90, 14, 10, 20500, 3, 'alice'],
  ]);
  t.same(scanColumn(shadow, debian, 'username', { lookup: { username: ['alice', 'nobody'] } }), ['alice']);
  t.notMatch(JSON.stringify(parseShadow('x:$6$salt$secrethash:1::::::')), /secrethash/);
  t.same(parseShadow('\n#x:y\nonly\n:x:1\n+nis:x:1\n'), []);
  t.match(parseShadow('short:!\n'), [{ name: 'short', status: 'locked', lastChangeDays: null }]);
});

t.test('sudoers', async (t) => {
  const main = '/etc/sudoers';
  const warnings: string[] = [];
  t.same(values(scanTable(sudoers, debian, { warnings })), [
    [main, 'Defaults', 'env_reset'],
    [main, 'Defaults', 'secure_path="/usr/sbin:/usr/bin"'],
    [main, 'root', 'ALL=(ALL:ALL) ALL   # trailing'],
    [main, '@include', 'local.sudoers'],
    ['/etc/local.sudoers', 'alice', 'ALL=(root) NOPASSWD: /bin/true'],
    ['/etc/local.sudoers', '@include', 'sudoers'],
    [main, '#includedir', '/etc/sudoers.d'],
    ['/etc/sudoers.d/10-web', 'www-data', 'ALL=(root) /usr/sbin/service'],
    [main, '@include', '/etc/none'],
    [main, 'alone', ''],
    [main, '%sudo', 'ALL=(ALL) ALL '],
  ]);
  t.same(warnings, []);
  t.same(
    [...parseSudoers('a\\\nb c\n  # no\n#include\nx \\', 's')].map(({ header, details }) => [header, details]),
    [
      ['ab', 'c'],
      ['#include', ''],
      ['x', '\\'],
    ],
  );
});

t.test('files of sudoers that include one another', async (t) => {
  const many = machine(t, {
    'etc/sudoers': '@includedir d\n@include "with blank"\n@include short-%h\n',
    ...Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`etc/d/f${i}`, '@includedir ../d2\n'])),
    ...Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`etc/d2/g${i}`, '@includedir /etc/d\n'])),
    'etc/with blank': 'blank ALL\n',
    'etc/short-localhost': 'named ALL\n',
  });
  const warnings: string[] = [];
  const rows = scanTable(sudoers, many, { warnings });
  t.ok(rows.length > 1000 && rows.length < 100_000, `${rows.length} rows`);
  t.match(warnings[0], /more than 1(28 levels|000 files) of includes/);
  const flat = machine(t, {
    'etc/sudoers': '@include "with blank"\n@include short-%h\n@include with\\ blank\n',
    'etc/with blank': 'blank ALL\n',
    'etc/short-localhost': 'named ALL\n',
  });
  t.same(
    scanColumn(sudoers, flat, 'header').filter((header) => header !== '@include'),
    ['blank', 'named', 'blank'],
  );
});

t.test('authorized keys', async (t) => {
  const file = '/home/alice/.ssh/authorized_keys';
  t.same(values(scanTable(authorizedKeys, debian, { lookup: { uid: [1000] } })), [
    [1000, 'ssh-ed25519', KEY, null, 'alice@laptop on the road', file],
    [1000, 'ssh-ed25519', KEY, 'command="echo \\"ssh-rsa inside\\" ssh-rsa",no-pty', null, file],
    [1000, 'ssh-dss', 'AAAAB3NzaC1kc3M=', null, 'old', file],
    [1000, 'ssh-rsa-cert-v01@openssh.com', 'AAAAHHNzaC1yc2E=', null, 'cert', file],
    [1000, 'sk-ssh-ed25519@openssh.com', 'AAAAGnNr', null, 'token', file],
    [1000, 'ecdsa-sha2-nistp256', 'AAAAE2VjZHNh', null, 'second', `${file}2`],
  ]);
  t.same(scanColumn(authorizedKeys, debian, 'key', { lookup: { pid_with_namespace: [640], uid: [0] } }), [
    'AAAAcontainer',
  ]);
  t.same([...parseAuthorizedKeys(`${'"'.repeat(1e6)}\n"ssh-rsa A B\nssh-rsaX A\n\0 \0`)], []);
});

t.test('known hosts', async (t) => {
  const file = '/home/alice/.ssh/known_hosts';
  t.same(values(scanTable(knownHosts, debian, { lookup: { uid: [0, 1000] } })), [
    [1000, `|1|c2FsdA==|aGFzaA== ssh-ed25519 ${KEY}`, file],
    [1000, 'web2.example.org,192.0.2.20 ssh-rsa AAAAB3Nz', file],
  ]);
});

t.test('ssh configurations', async (t) => {
  const file = '/home/alice/.ssh/config';
  t.same(values(scanTable(sshConfigs, debian, { lookup: { uid: [1000] } })), [
    [1000, null, 'user alice', file],
    [1000, 'host *.example.org', 'identityfile ~/.ssh/id_work', file],
    [1000, 'host *.example.org', 'port   2222', file],
    [1000, 'host=single', 'user nobody', file],
    [1000, 'match\tuser root', 'loglevel quiet', file],
    [1000, 'match\tuser root', 'hostkeyalgorithms ssh-rsa', file],
  ]);
  t.same(values(scanTable(sshConfigs, debian, { lookup: { uid: [0] } })), [
    [0, 'host *', 'sendenv lang lc_*', '/etc/ssh/ssh_config'],
  ]);
  t.same([...parseSshConfig('hostname x')], [{ block: null, option: 'hostname x' }]);
});

t.test('shell history', async (t) => {
  const home = '/home/alice';
  t.same(values(scanTable(shellHistory, debian, { lookup: { uid: [1000] } })), [
    [1000, 0, 'ls -la', `${home}/.bash_history`],
    [1000, 1700000000, 'curl example.org | sh', `${home}/.bash_history`],
    [1000, 1700000001, '#1700000002', `${home}/.bash_history`],
    [1000, 0, '#not a time', `${home}/.bash_history`],
    [1000, 0, '', `${home}/.bash_history`],
    [1000, 0, 'echo "two', `${home}/.bash_history`],
    [1000, 0, 'lines"  ', `${home}/.bash_history`],
    [1000, 1700000100, 'git status', `${home}/.zsh_history`],
    [1000, 1700000200, ' spaced', `${home}/.zsh_history`],
    [1000, 0, ': none:0;raw', `${home}/.zsh_history`],
    [1000, 0, 'plain', `${home}/.zsh_history`],
    [1000, 0, 'x', `${home}/.bash_sessions/1.history`],
  ]);
  t.same([...parseShellHistory(''), ...parseShellHistory('#1')], []);
});

t.test('whose files', async (t) => {
  const warnings: string[] = [];
  t.same([...new Set(scanColumn(shellHistory, debian, 'uid', { warnings }))], [0, 1000], 'of all local users');
  t.same(warnings, ['shell_history: no uid is named, so the files of all local users are read']);
  for (const table of ofUsers) t.same(scanTable(table, debian, { lookup: { uid: [4711, -1] }, warnings }), []);
  t.equal(warnings.length, 1, 'a uid that nobody has is no news');
  const two = machine(t, {
    'etc/passwd': 'a:x:0:0::/h/:\nb:x:0:0::/h:\nc:x:0:0::relative:\nd:x:0:0\ne:x:5:5::/h:\n',
    'h/.ash_history': 'one\n',
  });
  t.same(scanColumn(shellHistory, two, 'uid', { lookup: { uid: [0, 5] }, warnings }), [0, 5], 'each home once');
  t.equal(warnings.length, 1);
});

t.test('who may not read all sees what may be read, and hears of it once', async (t) => {
  const names = ['a', 'b', 'c', 'd'];
  const host = machine(t, {
    'etc/passwd': names.map((name, i) => `${name}:x:${i + 1}:1::/home/${name}:\n`).join(''),
    ...Object.fromEntries(names.map((name) => [`home/${name}/.ash_history`, `of ${name}\n`])),
    '.host.json': '{ "uid": 2, "refused": ["/home/a", "/home/c"] }',
  });
  const whole: string[] = [];
  const commands = scanColumn(shellHistory, host, 'command', { warnings: whole });
  t.same(commands, ['of b', 'of d']);
  t.same(whole, [
    'shell_history: no uid is named, so the files of all local users are read',
    'shell_history: cannot read files of some users, such as /home/a/.ash_history: permission denied',
  ]);
  const named: string[] = [];
  t.same(scanColumn(shellHistory, host, 'command', { lookup: { uid: [1, 2, 3, 4] }, warnings: named }), commands);
  t.same(named, whole.slice(1));
});

/** Rows of a query as users by their ids find them, and as a scan of the whole table does. */
async function bothWays(sql: string, host: Host): Promise<[lookup: unknown[], whole: unknown[]]> {
  const catalog = new Catalog(linuxTables);
  const [statement] = parse(sql);
  if (!statement) throw new Error('no statement');
  const rows = async (options: OptimizeOptions, join: RegExp): Promise<unknown[]> => {
    const query = toQuery(statement, catalog, sql, undefined, options);
    t.match(printPlan(query), join);
    return [...(await collect(compile(query), { host }))].map((row) => JSON.stringify(row)).sort();
  };
  return [
    await rows({ joinOrder: (relations) => relations }, /lookup join/),
    await rows({ without: new Set(['join-keys', 'lookups']) }, /^hash join|\n.*hash join/),
  ];
}

t.test('users by their ids find what a scan of the whole table finds', async (t) => {
  for (const { name } of [...ofUsers, userSshKeys]) {
    for (const host of [debian, live]) {
      const [lookup, whole] = await bothWays(
        `SELECT u.username, t.* FROM users AS u JOIN ${name} AS t USING (uid)`,
        host,
      );
      t.same(lookup, whole, name);
      if (host === debian) t.ok(whole.length > 0, name);
    }
  }
});

t.test('what stands where a file should be', async (t) => {
  const host = machine(t, {
    'etc/passwd': 'a:x:7:7::/h:\n',
    'h/.history': Buffer.from('caf\xe9\n', 'latin1'),
    'h/.ssh/known_hosts/x': '',
  });
  const isMade = spawnSync('mkfifo', [path.join(host.root, 'h/.bash_history')]).status === 0;
  fs.symlinkSync('.zsh_history', path.join(host.root, 'h/.zsh_history'));
  const warnings: string[] = [];
  const lookup = { uid: [7] };
  t.same(
    scanColumn(shellHistory, host, 'command', { lookup, warnings }),
    ['caf\udce9'],
    'bytes that are no UTF-8 survive',
  );
  t.same(
    warnings,
    isMade ? ['shell_history: cannot read files of some users, such as /h/.bash_history: not a regular file'] : [],
  );
  t.same(scanTable(knownHosts, host, { lookup, warnings }), []);
});

t.test('on this machine', async (t) => {
  const mine = { uid: [process.getuid?.() ?? 0] };
  for (const table of ofUsers)
    for (const row of scanTable(table, live, { lookup: mine }))
      t.ok(mine.uid.includes(Number(row.uid)) || row.uid === 0);
  for (const { username } of scanTable(shadow, live)) t.type(username, 'string');
  scanTable(sudoers, live);
});
