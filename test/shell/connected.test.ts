import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import t from 'tap';
import { type Reply, serveControl, toCell } from '../../src/control/index.js';
import { Real, SqlError, type Value } from '../../src/core/index.js';

const { NODE_V8_COVERAGE: _, ...env } = process.env;
const folder = mkdtempSync(join(tmpdir(), 'hostql-connected-'));
const socket = join(folder, 'control.sock');

const columns = (...names: string[]): Reply => ({ columns: names.map((name) => ({ name, type: '' })) });
const rows = (...values: Value[][]): Reply => ({ rows: values.map((row) => row.map(toCell)) });

/** What a daemon would answer, by the text it is asked. */
const ANSWERS: Readonly<Record<string, readonly (Reply | SqlError)[]>> = {
  values: [columns('n', 'r', 'x', 'n'), rows([1, new Real(1), null, 7], [2, 1e20, 'é', 8])],
  two: [columns('a'), rows([1]), columns('b'), rows([2])],
  late: [columns('a'), rows([1]), new SqlError('required-column', 'Table file was queried')],
};

const server = await serveControl(socket, {
  status: async () => ({}),
  async *query(sql) {
    for (const reply of ANSWERS[sql.replace(';', '')] ?? []) {
      if (reply instanceof SqlError) throw reply;
      yield reply;
    }
  },
});
t.teardown(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function run(program: string, args: readonly string[], input: string) {
  const child = spawn(resolve('bin', program), args, { stdio: 'pipe', timeout: 60_000, env: { ...env, HOME: folder } });
  const said = { out: '', talk: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.talk += text;
  });
  child.stdin.end(input);
  return new Promise<object>((done) => child.on('close', (status) => done({ status, ...said })));
}

const CONNECTED = `Connected to extension socket ${socket} for debugging\n`;

t.test('osqueryi gets texts, one row of each name, all statements in one result', async (t) => {
  t.same(await run('osqueryi', ['--connect', socket, '--json', 'values'], ''), {
    status: 0,
    out: `${CONNECTED}[\n  {"n":"7","r":"1.0","x":""},\n  {"n":"8","r":"1e+20.0","x":"é"}\n]\n`,
    talk: '',
  });
  t.same(await run('osqueryi', ['--connect', socket, '--list', 'two'], ''), {
    status: 0,
    out: `${CONNECTED}a|b\n1|\n|2\n`,
    talk: '',
  });
});

t.test('osqueryi shows nothing of what fails', async (t) => {
  t.same(await run('osqueryi', ['--list'], `.connect ${socket}\nlate;\n-- nothing\n.disconnect\nSELECT 1 AS a;\n`), {
    status: 1,
    out: `${CONNECTED}Disconnected from extension socket ${socket}\na\n1\n`,
    talk: 'Error: near line 2: Table file was queried\n',
  });
  t.match(await run('osqueryi', ['--connect', socket, '--json', ' -- x'], ''), {
    status: 1,
    talk: /-- x|not an error/,
  });
});

t.test('hostql shows what came, typed, and where it stopped', async (t) => {
  t.same(await run('hostql', ['--ndjson'], `.connect ${socket}\nvalues;\nlate;\n`), {
    status: 1,
    out: '{"n":7,"r":1.0,"x":null}\n{"n":8,"r":100000000000000000000.0,"x":"é"}\n{"a":1}\n',
    talk: `asking the daemon at ${socket} from now on\nerror: Table file was queried\n  line 3\n`,
  });
});
