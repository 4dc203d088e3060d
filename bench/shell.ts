// The shell at a terminal, as a person feels it: until the prompt, until the first row, from key to screen; and its memory.
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coloured } from '../src/shell/interactive/colour.js';
import { cellsOf, freshReader, type Look, Painter, press, readerFrame } from '../src/terminal/index.js';
import { hasPty, openPty, type Pty } from '../test/shell/terminal/pty.js';
import { wallClock } from './clock.js';
import { check, median, report, takeTurns } from './measure.js';

const PROGRAM = 'bin/hostql';
const SIZE = { columns: 100, rows: 40 };
const ROUNDS = 9;
const PROMPT = 'hostql> ';

/** A statement of so many characters. */
const LONG = 5000;
const KEY_TARGET_MS = 16;
const ROWS = 1_000_000;
const RSS_TARGET_MIB = 150;
/** As large as hash takes them; all of them together take far longer than the first. */
const FILE_BYTES = 50_000_000;
const FILES = 40;
/** Where the first row begins, byte by byte. */
const FIRST_CELL = Buffer.from('│ /').toString('latin1');

/** A shell in a terminal, and what it has written since it was last asked. */
class Session {
  readonly #pty: Pty;
  #seen = '';
  #hear: () => void = () => {};

  constructor(home: string) {
    const { PATH } = process.env;
    const env = { PATH, HOME: home, TERM: 'xterm-256color', NO_COLOR: '1' };
    this.#pty = openPty([process.execPath, PROGRAM], { ...SIZE, env });
    this.#pty.onData((bytes) => {
      this.#seen += bytes.toString('latin1');
      this.#hear();
    });
  }

  /** Types, and waits until the terminal was sent a text. @returns milliseconds */
  async until(text: string, typed = ''): Promise<number> {
    this.#seen = '';
    const startMs = performance.now();
    await this.#pty.write(typed);
    while (!this.#seen.includes(text)) {
      await new Promise<void>((resolve) => {
        this.#hear = resolve;
      });
      // Of a million rows, no more than the last are of use.
      if (this.#seen.length > 10_000) this.#seen = this.#seen.slice(-200);
    }
    return performance.now() - startMs;
  }

  peakMiB(): number {
    const status = readFileSync(`/proc/${this.#pty.child.pid}/status`, 'latin1');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
  }

  close(): Promise<void> {
    return this.#pty.close();
  }
}

async function toPrompt(home: string): Promise<void> {
  const session = new Session(home);
  await session.until(PROMPT);
  await session.close();
}

/** Node alone in a terminal. */
async function bare(): Promise<void> {
  const pty = openPty([process.execPath, '-e', '0'], { ...SIZE, env: {} });
  await pty.ended;
  await pty.close();
}

/** Milliseconds from a key in the middle of a long statement to what changes on the screen. */
async function keystrokes(home: string): Promise<number[]> {
  const session = new Session(home);
  await session.until(PROMPT);
  await session.until('!!', `\u001b[200~${statement()} !!\u001b[201~`);
  const times: number[] = [];
  for (const key of '0123456789'.repeat(3)) times.push(await session.until(key, key));
  await session.close();
  return times;
}

function statement(): string {
  let text = 'SELECT 1';
  while (text.length < LONG) text += `, coalesce(name, 'none') AS n${text.length} /* and */`;
  return text.slice(0, LONG);
}

/** The same without terminal and process: what the editor itself takes. */
function redraws(): number[] {
  const look: Look = { ...SIZE, prompts: { first: cellsOf(PROMPT), further: cellsOf('   ...> ') }, paint: coloured };
  const hooks = { isComplete: () => false, complete: () => undefined };
  const painter = new Painter();
  let { reader } = press(freshReader([]), { kind: 'paste', text: statement() }, hooks);
  const times: number[] = [];
  for (let round = 0; round < 100; round++) {
    const startMs = performance.now();
    ({ reader } = press(reader, { kind: 'text', text: 'x' }, hooks));
    painter.paint(readerFrame(reader, look));
    times.push(performance.now() - startMs);
  }
  return times;
}

/** The first row of a table that hashes for long, and how long all of it would take at that pace. */
async function firstRow(home: string): Promise<{ firstMs: number; allMs: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'hostql-'));
  try {
    for (let number = 0; number < FILES; number++) {
      writeFileSync(join(folder, String(number)), '');
      truncateSync(join(folder, String(number)), FILE_BYTES);
    }
    const session = new Session(home);
    await session.until(PROMPT);
    const sql = `SELECT path, sha256 FROM hash WHERE directory = '${folder}';\r`;
    const firstMs = await session.until(FIRST_CELL, sql);
    const restMs = await session.until(`${FILES} rows`);
    await session.close();
    return { firstMs, allMs: firstMs + restMs };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param end what is sent once all rows are there */
async function memory(home: string, setting: string, typed: string, end: string): Promise<{ mib: number; ms: number }> {
  const session = new Session(home);
  await session.until(PROMPT);
  if (setting !== '') await session.until(PROMPT, `${setting}\r`);
  const sql = `SELECT value, 'row ' || value AS text FROM generate_series(1, ${ROWS});\r`;
  const ms = await session.until(end, sql + typed);
  const mib = session.peakMiB();
  await session.close();
  return { mib, ms };
}

async function measure(home: string): Promise<void> {
  const starts = await takeTurns(ROUNDS, [() => toPrompt(home), bare], wallClock);
  report('time to the prompt: to node -e 0', `${starts.ratio(0, 1).toFixed(2)}x`);
  report('', `${starts.medianMs(0).toFixed(0)} / ${starts.medianMs(1).toFixed(0)} ms`);

  const { firstMs, allMs } = await firstRow(home);
  report('first row of a slow table shown after', `${firstMs.toFixed(0)} ms`, firstMs < allMs / 2);
  report('', `of ${(allMs / 1000).toFixed(1)} s`);

  const printed = await memory(home, '.pager off', '', '1,000,000 rows');
  check(printed.mib > 20, 'no resident size was told');
  report('peak resident size, 1,000,000 rows printed', `${printed.mib.toFixed(0)} MiB`, printed.mib < RSS_TARGET_MIB);
  report('', `in ${(printed.ms / 1000).toFixed(1)} s`);
  const paged = await memory(home, '', 'G', 'of 1,000,001 ');
  report('peak resident size, 1,000,000 rows in the pager', `${paged.mib.toFixed(0)} MiB`, paged.mib < RSS_TARGET_MIB);

  const keys = await keystrokes(home);
  report(`key to screen, ${LONG} characters`, `${median(keys).toFixed(1)} ms`, median(keys) < KEY_TARGET_MS);
  report('the slowest of them', `${Math.max(...keys).toFixed(1)} ms`);
  report('of this, the editor itself', `${median(redraws()).toFixed(2)} ms`);
}

if (hasPty()) {
  const home = mkdtempSync(join(tmpdir(), 'hostql-'));
  try {
    await measure(home);
  } finally {
    rmSync(home, { recursive: true });
  }
} else console.log('  skipped: no pseudo-terminal can be had here');
