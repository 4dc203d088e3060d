import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import t from 'tap';
import { isRewriting } from '../run/case-file.js';
import { printSession, readSessions, type Session } from './session-file.js';

// The program is one bundled file: its own coverage would cost more than its run, and tell nothing.
const { NODE_V8_COVERAGE: _, NO_COLOR: __, ...env } = process.env;

const FOLDER = 'test/shell/sessions';
const FILES = resolve(FOLDER, 'files');

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.session'))) {
  t.test(file, async (t) => {
    const path = join(FOLDER, file);
    const { title, sessions } = readSessions(readFileSync(path, 'utf8'));
    const actual = await inTurns(sessions, play);
    if (!isRewriting) {
      for (const [index, found] of actual.entries()) {
        t.equal(printSession(found), printSession(sessions[index] ?? found), found.command);
      }
    } else writeFileSync(path, title + actual.map(printSession).join('\n'));
  });
}

/** Some at a time. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const rest = [...items.entries()];
  const lane = async (): Promise<void> => {
    for (let next = rest.shift(); next; next = rest.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all([lane(), lane(), lane()]);
  return results;
}

/** Runs a session in a home and a folder of its own. */
async function play(session: Session): Promise<Session> {
  const folder = mkdtempSync(join(tmpdir(), 'hostql-session-'));
  const home = join(folder, 'home');
  mkdirSync(home);
  const variables = { ...env, HOME: home, HERE: folder, FILES, PATH: `${resolve('bin')}:${env['PATH']}` };
  try {
    const child = spawn('sh', ['-c', session.command], { cwd: folder, env: variables, stdio: 'pipe', timeout: 60_000 });
    child.stdin.on('error', () => undefined); // it may not read its input
    child.stdin.end(session.input.map((line) => `${line}\n`).join(''));
    const [out, talk] = [child.stdout, child.stderr].map((stream) => {
      const said = { text: '' };
      stream.setEncoding('utf8').on('data', (piece: string) => {
        said.text += piece;
      });
      return said;
    });
    const status = await new Promise<number | null>((done) => child.on('close', done));
    const masked = (text = ''): string => mask(text.replaceAll(folder, '<HERE>').replaceAll(FILES, '<FILES>'));
    return { ...session, out: masked(out?.text), talk: masked(talk?.text), status: status ?? -1 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What is different each time. */
const mask = (text: string): string =>
  text
    .replace(/^([WE])\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ [\w.]+:\d+\]/gm, '$1 <LOG>]')
    .replace(/Run Time: real \d+\.\d{3} user \d+\.\d{6} sys \d+\.\d{6}/g, 'Run Time: real <S> user <S> sys <S>')
    .replace(/\d+\.\d{3} s, processor \d+\.\d{3} s/g, '<S> s, processor <S> s')
    .replace(/(osquery|hostql|osqueryi version|hostql version) \d+\.\d+\.\d+/g, '$1 <VERSION>');
