import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import t from 'tap';
import { buildConfig, sourceOf } from '../../src/config/index.js';
import { Flags, readCommandLine } from '../../src/flags/index.js';

const FOLDER = resolve('deploy');
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

/** `Name=value` of the unit; a name may stand there more than once. */
const settings = read('hostql.service')
  .split('\n')
  .filter((line) => /^[A-Z]/.test(line))
  .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const);
const setting = (name: string): string | undefined => settings.find(([found]) => found === name)?.[1];

function flagsOf(args: readonly string[]): Flags {
  const line = readCommandLine(args, { dialect: 'hostql', argv0: 'hostql', environment: {} });
  if (line.kind !== 'run') throw new Error(JSON.stringify(line));
  return line.flags;
}

const flags = flagsOf([`--flagfile=${join(FOLDER, 'hostql.flags')}`]);

t.test('the flag file is one that the daemon takes, also with what is commented out', async (t) => {
  t.equal(flags.text('config_path'), '/etc/osquery/osquery.conf');
  const all = read('hostql.flags').replace(/^#--/gm, '--');
  const args = all.split('\n').filter((line) => line.startsWith('--'));
  t.equal(args.length, 10);
  for (const arg of args) {
    const [name = '', value] = arg.slice(2).split('=');
    t.equal(flagsOf(args).text(name), value, name);
  }
});

t.test('the configuration has no problem', async (t) => {
  const { packs, problems } = buildConfig(
    { sources: [sourceOf('/etc/osquery/osquery.conf', read('osquery.conf'))], refused: [], problems: [] },
    {
      dialect: 'hostql',
      hostname: 'host',
      version: '5.23.0',
      flags: new Flags('hostql'),
      files: { read: () => ({ kind: 'text', text: '{}' }), glob: () => ['/usr/share/hostql/packs/compliance.conf'] },
    },
  );
  t.same(problems, []);
  t.same(
    packs.map(({ name, queries }) => [name, queries.length]),
    [
      ['main', 1],
      ['compliance', 0],
    ],
  );
});

t.test('the unit lets the daemon write where its flags say, and hides nothing from it', async (t) => {
  t.equal(setting('ProtectSystem'), 'strict');
  t.equal(flags.text('database_path'), join(setting('ReadWritePaths') ?? '', 'osquery.db'));
  t.equal(flags.text('logger_path'), join('/var/log', setting('LogsDirectory') ?? ''));
  t.equal(flags.text('pidfile'), join('/run', setting('RuntimeDirectory') ?? '', 'hostql.pid'));
  const blinding = /^(Private|ProtectProc|ProcSubset|ProtectKernel(Modules|Logs)|ProtectClock|Inaccessible|MemoryDeny)/;
  t.same(
    settings.filter(([name]) => blinding.test(name)),
    [],
  );
  t.equal(setting('ProtectHome'), 'read-only');
});

t.test('systemd waits longer than the daemon itself', async (t) => {
  const silentSeconds = 60;
  t.ok(Number(setting('WatchdogSec')) > silentSeconds + flags.int('watchdog_delay'), 'for a worker that hangs');
  t.ok(Number(setting('TimeoutStopSec')) >= flags.int('alarm_timeout'), 'for a stop');
  t.equal(setting('Type'), 'notify');
});

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

t.test('systemd takes the unit', { skip: !hasSystemd && 'no systemd-analyze here' }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hostql-unit-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const unit = join(folder, 'hostql.service');
  // Programs that are not installed here are no fault of the unit.
  writeFileSync(unit, read('hostql.service').replace(/^(ExecStart|ExecReload)=\S+/gm, `$1=${process.execPath}`));
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
  t.equal(stderr, '');
  t.equal(status, 0);
});
