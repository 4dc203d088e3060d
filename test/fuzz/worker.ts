import { openSync, writeSync } from 'node:fs';
import { loadOracle } from '../oracle/sqlite.js';
import { allowedBy } from './allowed.js';
import { commonGrammars } from './engines.js';
import type { Finding } from './pair.js';
import { Work } from './work.js';
import { writeFinding } from './write.js';

/** What a worker is to do: the questions of one seed, from one number up to another. */
export interface Order {
  readonly seed: number;
  readonly from: number;
  readonly end: number;
  readonly only?: string;
  readonly out: string;
  /** Where the number of the question under way stands, for whoever finds this process stuck. */
  readonly stateFile: string;
}

/** What it tells. */
export type Report =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'allowed'; readonly name: string; readonly sql: string }
  | { readonly kind: 'finding'; readonly query: number; readonly file: string; readonly finding: Finding }
  | { readonly kind: 'end' };

const EVERY_MS = 250;

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

async function work({ seed, from, end, only, out, stateFile }: Order): Promise<void> {
  const oracle = await loadOracle();
  const questions = new Work(oracle, commonGrammars(oracle), seed, only);
  const state = openSync(stateFile, 'w');
  const number = Buffer.alloc(8);
  let toldMs = performance.now();
  let done = 0;
  for (let k = from; k < end; k++) {
    number.writeDoubleLE(k);
    writeSync(state, number, 0, 8, 0);
    const finding = await questions.ask(k);
    done++;
    if (finding) tell(finding, k);
    if (performance.now() - toldMs < EVERY_MS) continue;
    send({ kind: 'progress', done });
    done = 0;
    toldMs = performance.now();
    await new Promise(setImmediate);
  }
  questions.close();
  send({ kind: 'progress', done });
  send({ kind: 'end' });

  function tell(finding: Finding, k: number): void {
    const allowed = allowedBy(finding);
    if (allowed) {
      send({ kind: 'allowed', name: allowed.name, sql: finding.smallest.sql });
      return;
    }
    const file = writeFinding(out, `seed-${seed}-query-${k}`, finding, oracle);
    send({
      kind: 'finding',
      query: k,
      file,
      finding: { ...finding, smallest: { ...finding.smallest, schema: { tables: [], views: [] } } },
    });
  }
}
