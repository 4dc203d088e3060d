import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import t from 'tap';

const PROGRAM = resolve('bin/hostql');
const MACHINE = resolve('test/hosts/debian-containers');
const { NODE_V8_COVERAGE: _, ...env } = process.env;

const hostql = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(PROGRAM, args, { encoding: 'utf8', env, timeout: 60_000 });
  return { status, stdout, stderr };
};

t.test('a folder that answers', async (t) => {
  const folder = join(t.testdir({}), 'of a machine');
  const recorded = hostql('record', folder, '--host', MACHINE);
  t.equal(recorded.status, 0, recorded.stderr);
  t.equal(recorded.stdout, '');
  t.match(
    recorded.stderr,
    /^recorded \d+ files, [\d.]+ MiB: .*of a machine\n(left out: .*\n)*left out: \d+ environment values\n/,
  );
  t.equal(statSync(folder).mode & 0o777, 0o700, 'it is for its owner alone');
  t.match(hostql('--host', folder, '--csv', 'SELECT hostname FROM system_info').stdout, 'node1');
  t.match(hostql('record', folder), { status: 2, stderr: /is not empty/ }, 'nothing is overwritten');
});

t.test('what would be taken', async (t) => {
  const { status, stdout, stderr } = hostql('record', '--list', '--tables', 'os_version,etc_hosts', '--host', MACHINE);
  t.equal(status, 0, stderr);
  t.match(stdout, /^ +\d+ {2}\/etc\/hosts$/m);
  t.notMatch(stdout, /passwd/);
});

t.test('a query adds its sources', async (t) => {
  const query = "SELECT sha256 FROM hash WHERE path = '/usr/bin/node'";
  const { stdout } = hostql('record', '--list', '--tables', 'time', '--query', query, '--host', MACHINE);
  t.match(stdout, '/usr/bin/node');
});

t.test('a wrong command line', async (t) => {
  const folder = join(t.testdir({}), 'none');
  const cases: [args: string[], message: RegExp][] = [
    [[], /name one folder/],
    [[folder, 'more'], /name one folder/],
    [['--list', folder], /--list takes no folder/],
    [[folder, '--tables', 'nope'], /no such table: nope/],
    [[folder, '--host', '/proc'], /is no recorded machine/],
    [[folder, '--max_file', '0'], /--max_file takes MiB/],
  ];
  for (const [args, message] of cases)
    t.match(hostql('record', ...args), { status: 2, stderr: message }, args.join(' '));
  t.notOk(existsSync(folder), 'nothing was made');
  t.match(hostql('--host', '/proc', 'SELECT 1'), { status: 2, stderr: /is no recorded machine/ });
});
