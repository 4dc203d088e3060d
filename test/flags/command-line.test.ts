import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import {
  type CommandLineContext,
  DEFAULT_FLAG_FILE,
  type FlagFileRead,
  readCommandLine,
} from '../../src/flags/index.js';

const FILES: Readonly<Record<string, string>> = {
  '/a.flags': '# comment\n\n  --verbose\n--read_max=0x10\n--nosuchflag=1\n--config_path spaced\n--nullvalue=two  \n',
  '/nested.flags': '--flagfile=/a.flags\n--read_max=7\n',
  '/self.flags': '--flagfile=/self.flags\n',
  '/bad.flags': '--read_max=zap\n',
  '/crlf.flags': '--nullvalue=a\r\n--read_max=5\r\n--table_delay=3\n--hash_delay=4\n',
  '/mixed.flags': '--nullvalue=a\n--nullvalue=b\r\n--read_max=5\r\n',
  '/filter.flags': '--read_max=1\nother osqueryx*\nmore\n--read_max=2\nnone /usr/*/osqueryd\n--table_delay=9\n',
};

const readFile = (path: string): FlagFileRead => {
  const text = FILES[path];
  return text === undefined ? { kind: 'refused', reason: 'No such file or directory' } : { kind: 'text', text };
};

const OSQUERY: CommandLineContext = {
  dialect: 'osquery',
  argv0: '/usr/bin/osqueryd',
  environment: { FLAGS_read_max: '12', FLAGS_flagfile: '/a.flags' },
  readFile,
};

const run = (args: string, context = OSQUERY) => readCommandLine(args.split(' ').filter(Boolean), context);

/** The values of the flags that are named. */
const values = (args: string, names: string, context = OSQUERY): unknown => {
  const line = run(args, context);
  return line.kind === 'run' ? names.split(' ').map((name) => line.flags.text(name)) : line;
};

const refusal = (args: string | readonly string[], context = OSQUERY): unknown => {
  const line = typeof args === 'string' ? run(args, context) : readCommandLine(args, context);
  return line.kind === 'refused' ? line.lines : line.kind;
};

t.test('forms of a flag', async (t) => {
  t.same(values('--read_max=5', 'read_max'), ['5']);
  t.same(values('-read_max 5', 'read_max'), ['5']);
  t.same(values('--read-max=0x1F', 'read_max'), ['31']);
  t.same(values('--read_max=010', 'read_max'), ['10']);
  t.same(values('--verbose --nologger_stderr', 'verbose logger_stderr'), ['true', 'false']);
  t.same(values('--verbose=Y --logger_stderr=F', 'verbose logger_stderr'), ['true', 'false']);
  t.same(values('--nullvalue --verbose', 'nullvalue verbose'), ['--verbose', 'false']);
  t.same(values('--read_max=1 --read_max=2', 'read_max'), ['2']);
  t.same(values('--db_path=/x', 'database_path'), ['/x']);
  t.same(values('--noverbose=true', 'verbose'), ['false']);
});

t.test('words', async (t) => {
  const line = run('one --verbose two -- --three four');
  t.same(line.kind === 'run' && line.words, ['--three', 'four', 'one', 'two']);
  t.same(refusal('word --nullvalue'), ["ERROR: flag '--nullvalue' is missing its argument"]);
});

t.test('every error is told, by the name of the flag', async (t) => {
  t.same(refusal('--zap --read_max=x --verbose=maybe --alarm_timeout=9 --noread_max --nullvalue'), [
    'Alarm timeout cannot be lower than 10 seconds',
    "ERROR: failed validation of new value '9' for flag 'alarm_timeout'",
    'ERROR: boolean value (noread_max) specified for uint64 command line flag',
    "ERROR: flag '--nullvalue' is missing its argument",
    "ERROR: illegal value 'x' specified for uint64 flag 'read_max'",
    "ERROR: illegal value 'maybe' specified for bool flag 'verbose'",
    "ERROR: unknown command line flag 'zap'",
  ]);
  t.same(refusal('--read_max=-1'), ["ERROR: illegal value '-1' specified for uint64 flag 'read_max'"]);
  t.same(refusal('--read_max='), ["ERROR: illegal value '' specified for uint64 flag 'read_max'"]);
  t.same(refusal('--watchdog_level=2147483648'), [
    "ERROR: illegal value '2147483648' specified for int32 flag 'watchdog_level'",
  ]);
  t.same(refusal('--logger_mode=9'), [
    'Failed to convert logger_mode string to octal',
    "ERROR: failed validation of new value '9' for flag 'logger_mode'",
  ]);
  t.same(refusal('--logger_mode=010000'), [
    'The logger_mode flag does not contain a valid UNIX permission',
    "ERROR: failed validation of new value '010000' for flag 'logger_mode'",
  ]);
  t.same(refusal('--undefok=zap,zip --zap=1 --nozip'), 'run');
});

t.test('help and version', async (t) => {
  for (const args of ['--help', '-h', '--zap --h', '--helpfull']) t.equal(run(args).kind, 'help', args);
  t.equal(run('--version --zap').kind, 'version');
  t.equal(run('--version=false').kind, 'run');
});

t.test('our flags exist under our name only, which also suggests', async (t) => {
  const ours: CommandLineContext = { ...OSQUERY, dialect: 'hostql' };
  t.same(refusal('--lanes=4'), ["ERROR: unknown command line flag 'lanes'"]);
  t.same(values('--lanes=4', 'lanes', ours), ['4']);
  t.same(refusal('--config_pat=/x', ours), [
    `ERROR: unknown command line flag 'config_pat', did you mean "config_path"?`,
  ]);
});

t.test('flag files', async (t) => {
  const all = 'verbose read_max config_path nullvalue';
  t.same(values('--flagfile=/a.flags', all), ['true', '16', '/etc/osquery/osquery.conf', 'two  ']);
  t.same(values('--read_max=1 --flagfile /nested.flags', 'read_max verbose'), ['7', 'true']);
  t.same(values('--flagfile=/nested.flags --read_max=1', 'read_max'), ['1']);
  t.same(refusal('--zap --flagfile=/no.flags'), ['/no.flags: No such file or directory']);
  t.same(refusal('--flagfile=/bad.flags'), ["ERROR: illegal value 'zap' specified for uint64 flag 'read_max'"]);
  t.same(values('--flagfile=/crlf.flags', 'nullvalue read_max table_delay hash_delay'), ['a', '5', '3', '4']);
  t.same(values('--flagfile=/mixed.flags', 'nullvalue read_max'), ['a\n--nullvalue=b', '5']);
  t.same(values('--flagfile=/mixed.flags', 'nullvalue', { ...OSQUERY, dialect: 'hostql' }), ['b']);
  t.same(values('--flagfile=/filter.flags', 'read_max table_delay'), ['1', '9']);
  t.same(refusal('--flagfile=/self.flags'), ['ERROR: flag files are nested more than 32 deep']);
});

t.test('the default flag file stands under the command line', async (t) => {
  const withDefault: CommandLineContext = {
    ...OSQUERY,
    readFile: (path) =>
      path === DEFAULT_FLAG_FILE ? { kind: 'text', text: '--read_max=3\n--table_delay=4\n' } : readFile(path),
  };
  t.same(values('--read_max=9', 'read_max table_delay', withDefault), ['9', '4']);
  t.same(values('--flagfile=/a.flags', 'table_delay', withDefault), ['0']);
  t.same(values('-flagfile=/a.flags', 'table_delay', withDefault), ['4']);
});

t.test('the environment', async (t) => {
  t.same(values('--fromenv=read_max', 'read_max'), ['12']);
  t.same(values('--tryfromenv=read_max,verbose,flagfile', 'read_max verbose'), ['16', 'true']);
  t.same(refusal('--fromenv=verbose,zap'), [
    'ERROR: FLAGS_verbose not found in environment',
    "ERROR: unknown command line flag 'zap' (via --fromenv or --tryfromenv)",
  ]);
});

t.test('flag files on disk: a folder and a pipe are refused', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hostql-flags-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const { readFile: _, ...disk } = OSQUERY;
  t.same(refusal([`--flagfile=${folder}`], disk), [`${folder}: Is a directory`]);
  t.same(refusal(['--flagfile=/dev/null'], disk), ['/dev/null: Not a regular file']);
  writeFileSync(join(folder, 'f'), '--read_max=5\n');
  t.equal(refusal([`--flagfile=${join(folder, 'f')}`], disk), 'run');
});

t.test('a flag file of a million lines takes no time to speak of', async (t) => {
  const contents = '--read_max=5\r'.repeat(100_000) + '--table_delay=6\n'.repeat(200_000);
  const context: CommandLineContext = { ...OSQUERY, readFile: () => ({ kind: 'text', text: contents }) };
  t.same(values('--flagfile=/x', 'read_max table_delay', context), ['5', '6']);
});
