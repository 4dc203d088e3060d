import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import t from 'tap';

t.jobs = 4;

// The program is one bundled file: its own coverage would cost more than its run, and tell nothing.
const { NODE_V8_COVERAGE: _, ...env } = process.env;

const bin = (program: string): string => resolve('bin', program);

interface Result {
  readonly status: number | null;
  readonly out: string;
  readonly talk: string;
}

function run(program: string, args: readonly string[], input = ''): Promise<Result> {
  const child = spawn(bin(program), args, { stdio: 'pipe', timeout: 60_000, env });
  let out = '';
  let talk = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    talk += text;
  });
  child.stdin.on('error', () => undefined); // it may not read its input
  child.stdin.end(input);
  return new Promise((done) => child.on('close', (status) => done({ status, out, talk })));
}

interface Case {
  readonly args: readonly string[];
  readonly input?: string;
  readonly status?: number;
  /** Absent: nothing at all. */
  readonly out?: string | RegExp;
  readonly talk?: string | RegExp;
}

const ENDLESS = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c';
const folder = mkdtempSync(join(tmpdir(), 'hostql-'));
t.teardown(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'q.sql');
writeFileSync(file, '-- from a file\nSELECT 7 AS a');
const configuration = join(folder, 'made.conf');
const made = {
  query: 'SELECT id, name FROM grown',
  path: resolve('test/host/sqlite/files/key%.db'),
  columns: ['id', 'name'],
};
writeFileSync(configuration, JSON.stringify({ auto_table_construction: { made, users: made } }));

/** Files that test/host/sqlite/make.py makes. */
const ATTACHED = resolve('test/host/sqlite/files');
const KEYED = ['--attach-file', `${ATTACHED}/keyed.db`];

const HOSTQL: Case[] = [
  { args: ['--json', 'SELECT 1 AS a'], out: '[\n  {"a":1}\n]\n' },
  { args: ['SELECT 1 AS a', '--json'], out: '[\n  {"a":1}\n]\n' },
  { args: ['--ndjson'], input: 'SELECT 1 AS a; SELECT 2 AS b', out: '{"a":1}\n{"b":2}\n' },
  { args: ['--list', '--file', file], out: 'a\n7\n' },
  { args: ['--list', '--no-header', '--separator', ';', 'SELECT 1, 2'], out: '1;2\n' },
  { args: ['--csv', '--header=false', '--nullvalue', 'nil', "SELECT NULL, ''"], out: 'nil,""\n' },
  { args: ['--list', '--', '-- a comment\nSELECT 1'], out: '1\n1\n' },
  { args: ['--explain', 'SELECT 1'], out: /one row/ },
  { args: ['--explain', 'SELECT 1; SELECT 2'], out: 'project 1\n└─ one row\n\nproject 2\n└─ one row\n' },
  { args: ['--explain', '--json', 'SELECT 1; SELECT 2'], out: /^\[\n {2}\{"plan":.*\},\n {2}\{"plan":.*\}\n\]\n$/ },
  { args: ['--explain', '--json_pretty', 'SELECT 1'], out: /^\[\n {2}\{\n {4}"plan": \{\n[\s\S]*\n {2}\}\n\]\n$/ },
  { args: ['--explain', '--ndjson', 'SELECT 1'], out: /^\{"plan":.*\}\n$/ },
  { args: ['--explain', '--json', ''], out: '[]\n' },
  {
    args: ['--analyze', 'CREATE TABLE t(a); INSERT INTO t VALUES (1); SELECT * FROM t'],
    out: /insert into t[\s\S]*1 row in/,
  },
  { args: ['--analyze', '--ndjson', 'SELECT 1'], out: /"actualRows":1/ },
  { args: ['--analyze', '--timeout', '0.1', `SELECT count(*) FROM (${ENDLESS})`], status: 124, talk: /stopped after/ },
  { args: ['--explain', '--json', 'SELECT nope'], status: 1, out: '[]\n', talk: /no such column/ },
  { args: [''] },
  { args: ['--json', ' -- nothing'], out: '[]\n' },
  {
    args: ['SELECT nope'],
    status: 1,
    talk: /^error: no such column: nope\n.*line 1, column 8\n.*SELECT nope\n +\^\^\^\^\n$/s,
  },
  { args: ['--list', 'SELECT 1; SELECT nope'], status: 1, out: '1\n1\n', talk: /no such column/ },
  { args: ['SELECT * FROM file'], status: 1, talk: /required column/ },
  { args: ['--bogus', 'SELECT 1'], status: 2, talk: /bogus/ },
  { args: ['--json', '--csv', 'SELECT 1'], status: 2, talk: /choose one/ },
  { args: ['SELECT', '1'], status: 2, talk: /quotes/ },
  { args: ['--file', '/nonexistent', ''], status: 2, talk: /not both/ },
  { args: ['--file', '/nonexistent'], status: 2, talk: /cannot read/ },
  { args: ['--timeout', '0', 'SELECT 1'], status: 2, talk: /seconds/ },
  { args: ['--timeout', '0.1', `SELECT count(*) FROM (${ENDLESS})`], status: 124, talk: /stopped after 0\.1 s/ },
  {
    args: ['--list', '--no-header', ...KEYED, 'SELECT state, score FROM grown WHERE id IN (1, 3)'],
    out: 'new|3.0\nset|4.5\n',
  },
  { args: ['--list', '--no-header', ...KEYED, 'SELECT name FROM keyed.old WHERE id = 2'], out: 'older\n' },
  {
    args: [...KEYED, '--attach-file', `b=${ATTACHED}/keyed.db`, 'SELECT 1 FROM made'],
    status: 1,
    talk: /there are keyed\.made and b\.made/,
  },
  {
    args: ['--list', ...KEYED, '--explain', "SELECT a FROM pairs WHERE b = 'b3'"],
    out: /scan pairs \(a, b\) lookup b = 'b3'/,
  },
  { args: [...KEYED, 'DELETE FROM keyed.grown'], status: 1, talk: /may not be modified/ },
  { args: [...KEYED, 'DROP TABLE keyed.grown'], status: 1, talk: /database keyed is read-only[\s\S]*it is the file/ },
  { args: ['--attach-file', '/nonexistent/x.db', 'SELECT 1'], status: 2, talk: /cannot read .*x\.db: no such file/ },
  { args: ['--attach-file', 'package.json', 'SELECT 1'], status: 2, talk: /no SQLite database/ },
  { args: [...KEYED, '--connect', '/x', 'SELECT 1'], status: 2, talk: /not both/ },
  {
    args: ['--list', '--no-header', ...KEYED],
    input: '.tables keyed.gr\nSELECT count(*) FROM loose;',
    out: /^keyed\.grown +Table of .*\n4\n$/,
  },
  { args: ['--version'], out: /^hostql version \d+\.\d+\.\d+\n$/ },
  { args: ['--help'], out: /--json_pretty[\s\S]*Exit status/ },
  { args: ['tables', 'uptim'], out: /^uptime +Time passed.*\n$/ },
  { args: ['schema', 'uptime'], out: /CREATE TABLE uptime \([\s\S]*days INTEGER/ },
  { args: ['schema', 'uptime', '--json'], out: /"name": "uptime"/ },
  { args: ['schema', 'uptme'], status: 1, talk: /did you mean "uptime"/ },
];

const OSQUERYI: Case[] = [
  { args: ['SELECT 1 AS a'], out: '+---+\n| a |\n+---+\n| 1 |\n+---+\n' },
  { args: ['SELECT 1 AS b, NULL AS a', '-json'], out: '[\n  {"a":"","b":"1"}\n]\n' },
  { args: ['--json', 'SELECT nope'], status: 1, out: '[\n\n]\n', talk: 'Error: no such column: nope\n' },
  {
    args: ['--csv', '--separator', ',', "SELECT 1 AS id, 'a b' AS txt, '' AS e, NULL AS n, 'it''s' AS q, 'plain' AS p"],
    out: 'id,txt,e,n,q,p\n1,"a b","",,"it\'s",plain\n',
  },
  { args: ['--csv', 'SELECT 1, 2'], out: '1|2\n1|2\n' },
  { args: ['--line', 'SELECT 1 AS a UNION ALL SELECT 2'], out: '    a = 1\n\n    a = 2\n' },
  { args: ['--list', '--noheader', 'SELECT 1'], out: '1\n' },
  { args: ['select', '1'], status: 1, talk: 'Error: incomplete input\n' },
  { args: ['--list', 'SELECT 1', '--', 'SELECT 2'], out: '2\n2\n' },
  { args: ['-- x'], status: 1, talk: "ERROR: unknown command line flag ' x'\n" },
  { args: ['--query'], status: 1, talk: "ERROR: flag '--query' is missing its argument\n" },
  { args: ['--header=maybe'], status: 1, talk: "ERROR: illegal value 'maybe' specified for bool flag 'header'\n" },
  {
    args: ['--query_file', '/none'],
    status: 1,
    talk: "Error reading query file '/none': Cannot open file for reading: /none\n",
  },
  { args: ['--list', '--query_file', file], out: 'a\n7\n' },
  {
    args: [
      '--list',
      '--header=false',
      '--config_path',
      configuration,
      "SELECT name, path LIKE '%/keyed.db' FROM made WHERE id = '2'",
    ],
    out: 'older|1\n',
  },
  { args: ['--list', '--verbose', '--config_path', '/none', '--disable_events=false', 'SELECT 1'], out: '1\n1\n' },
  {
    args: ['SELECT * FROM file'],
    status: 19,
    talk: /^W\d{4} .*required column[\s\S]*Error: Table file was queried without a required column in the WHERE clause\n$/,
  },
  { args: ['.tables uptim'], out: '  => uptime\n' },
  { args: ['.schema uptim'], out: /^CREATE TABLE uptime\(`days` INTEGER, .*\);\n$/ },
  {
    args: ['.nope'],
    status: 1,
    talk: 'Error: unknown command or invalid arguments:  "nope". Enter ".help" for help\n',
  },
  { args: ['-L'], out: /^ {2}=> [\s\S]*\n {2}=> uptime\n/ },
  { args: ['--json', '-A', 'uptime'], out: /"total_seconds":"\d+"/ },
  {
    args: ['--list'],
    input: "SELECT 1 AS a;\nSELECT nope\n;\n.tables uptim\n-- remark\nSELECT 'x;\ny' AS b",
    status: 1,
    out: 'a\n1\n  => uptime\nb\nx;\ny\n',
    talk: 'Error: near line 2: no such column: nope\n',
  },
  { args: ['--json'], input: '-- nothing\n' },
  { args: ['--version'], out: /^osqueryi version \d/ },
  { args: ['-h'], out: /Usage: osqueryi \[OPTION\]\.\.\. \[SQL STATEMENT\]/ },
];

for (const [program, cases] of [
  ['hostql', HOSTQL],
  ['osqueryi', OSQUERYI],
] as const) {
  for (const { args, input, status = 0, out = '', talk = '' } of cases) {
    t.test(`${program} ${args.join(' ')}`, async (t) => {
      const result = await run(program, args, input);
      t.equal(result.status, status, 'exit status');
      if (typeof out === 'string') t.equal(result.out, out, 'output');
      else t.match(result.out, out, 'output');
      if (typeof talk === 'string') t.equal(result.talk, talk, 'talk');
      else t.match(result.talk, talk, 'talk');
    });
  }
}

t.test('--output takes the rows', async (t) => {
  const output = join(folder, 'rows');
  t.same(await run('osqueryi', ['--list', '--output', output, 'SELECT 1 AS a']), { status: 0, out: '', talk: '' });
  t.equal(readFileSync(output, 'utf8'), 'a\n1\n');
  t.match(await run('osqueryi', ['--output', '/none/x', 'SELECT 1']), {
    status: 1,
    talk: "Error: Cannot open output file '/none/x'\n",
  });
});

t.test('the daemon is another program under the same names', async (t) => {
  t.match(await run('osqueryd', ['--version']), { status: 0, out: /^osqueryd version \d/ });
  t.match(await run('hostql', ['daemon', '--help']), { status: 0, out: /^hostql daemon of hostql/ });
  t.match(await run('osqueryi', ['-D', '--version']), { status: 0, out: /^osqueryd version \d/ });
  t.match(await run('osqueryd', ['-S', '--list', 'SELECT 1 AS a']), { status: 0, out: 'a\n1\n' });
});

t.test('--connect asks a daemon', async (t) => {
  const socket = join(folder, 'none.sock');
  const missing = `error: no daemon listens at ${socket}\n`;
  t.match(await run('hostql', ['--connect', socket, 'SELECT 1']), { status: 1, out: '', talk: missing });
  t.match(await run('hostql', [`--connect=${socket}`, 'SELECT 1']), { status: 1, out: '', talk: missing });
  const usual = await run('hostql', ['--list', '--connect', 'SELECT 1 AS a']);
  t.ok(usual.out === 'a\n1\n' || /daemon .*\/var\/osquery\/hostql\.sock/.test(usual.talk), 'the usual socket');
});

t.test('the name decides, through links too', async (t) => {
  const link = join(folder, 'osqueryi');
  symlinkSync(bin('hostql'), link);
  const { stdout } = spawnSync(process.execPath, [link, '--json', 'SELECT 1 AS a'], { encoding: 'utf8' });
  t.equal(stdout, '[\n  {"a":"1"}\n]\n');
});

t.test('bytes that are no UTF-8 go out as they are, and escaped in typed JSON', async (t) => {
  const raw = (args: string[]): Buffer => spawnSync(bin('hostql'), args).stdout;
  t.equal(raw(['--list', '--no-header', "SELECT CAST(x'61ff62' AS TEXT)"]).toString('latin1'), 'a\u00ffb\n');
  t.match(raw(['--ndjson', "SELECT CAST(x'61ff62' AS TEXT) AS t"]).toString(), '{"t":"a\\udcffb"}');
});

t.test('rows come while the query runs; a reader that leaves ends it in silence', async (t) => {
  for (const program of ['hostql', 'osqueryi']) {
    const child = spawn(bin(program), ['--list', ENDLESS], { stdio: ['ignore', 'pipe', 'pipe'], env });
    let talk = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      talk += text;
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.stdout.destroy();
    const [code, signal] = await new Promise<[number | null, string | null]>((done) =>
      child.on('exit', (...end) => done(end)),
    );
    t.same({ code, signal, talk }, { code: 0, signal: null, talk: '' }, program);
  }
});

t.test('Ctrl-C ends a query: status 130, what came is complete', async (t) => {
  for (const sql of [`SELECT 1 AS n; SELECT count(*) FROM (${ENDLESS})`]) {
    const child = spawn(bin('hostql'), ['--ndjson', sql], { stdio: ['ignore', 'pipe', 'pipe'], env });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      child.kill('SIGINT');
    });
    const code = await new Promise((done) => child.on('close', done));
    t.equal(code, 130);
    t.equal(out, '{"n":1}\n');
  }
});
