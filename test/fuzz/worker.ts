import { openSync, writeSync } from 'node:fs';
import { loadOracle } from '../oracle/sqlite.js';
import { allowedBy } from './allowed/index.js';
import { commonGrammars } from './engines.js';
import type { Finding } from './pair.js';
import { type TextFinding, TextFuzz } from './text.js';
import { Work } from './work.js';
import { writeFinding } from './write.js';

/** What a worker is to do: the questions of one seed, from one number up to another. */
export interface Order {
  readonly seed: number;
  readonly from: number;
  readonly end: number;
  readonly only?: string;
  /** Damaged texts for our engine alone. */
  readonly text: boolean;
  readonly out: string;
  /** Where the number of the question under way stands, for whoever finds this process stuck. */
  readonly stateFile: string;
}

/** What it tells. */
export type Report =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'allowed'; readonly name: string }
  | { readonly kind: 'finding'; readonly file: string; readonly finding: Finding }
  | { readonly kind: 'text'; readonly finding: TextFinding }
  | { readonly kind: 'end' };

const EVERY_MS = 250;
/** While one question takes long, as making a case small does. */
const ALIVE_MS = 5000;

const send = (report: Report): void => {
  process.send?.(report);
};

process.once('message', (order: Order) => {
  work(order).then(
    () => process.disconnect(),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});

/** Asks one question and tells what differs. */
type Ask = (k: number) => Promise<void>;

async function work(order: Order): Promise<void> {
  const ask = order.text ? askText(order) : await askBoth(order);
  const state = openSync(order.stateFile, 'w');
  const number = Buffer.alloc(8);
  let toldMs = performance.now();
  let done = 0;
  const alive = setInterval(() => send({ kind: 'progress', done: 0 }), ALIVE_MS);
  for (let k = order.from; k < order.end; k++) {
    number.writeDoubleLE(k);
    writeSync(state, number, 0, 8, 0);
    await ask(k);
    done++;
    if (performance.now() - toldMs < EVERY_MS) continue;
    send({ kind: 'progress', done });
    done = 0;
    toldMs = performance.now();
    await new Promise(setImmediate);
  }
  clearInterval(alive);
  send({ kind: 'progress', done });
  send({ kind: 'end' });
}

function askText({ seed }: Order): Ask {
  const fuzz = new TextFuzz(seed);
  return async (k) => {
    const finding = fuzz.ask(k);
    if (finding) send({ kind: 'text', finding });
  };
}

async function askBoth({ seed, only, out }: Order): Promise<Ask> {
  const oracle = await loadOracle();
  const questions = new Work(oracle, commonGrammars(oracle), seed, only);
  return async (k) => {
    const finding = await questions.ask(k);
    if (finding) tell(finding, k);
  };

  function tell(finding: Finding, k: number): void {
    const allowed = allowedBy(finding);
    if (allowed) {
      send({ kind: 'allowed', name: allowed.name });
      return;
    }
    const database = oracle.open(questions.options);
    const file = writeFinding(out, `seed-${seed}-query-${k}`, finding, database);
    database.close();
    // The tables are in the file; what is sent is what is shown.
    const shown = { ...finding, smallest: { ...finding.smallest, schema: { tables: [], views: [] } } };
    send({ kind: 'finding', file, finding: shown });
  }
}
