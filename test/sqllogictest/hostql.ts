import { Catalog } from '../../src/catalog/index.js';
import { openEngine } from '../../src/engine.js';
import { Host } from '../../src/host/index.js';
import type { Answer } from './check.js';
import type { Database } from './run-file.js';

/** A statement that takes longer hangs. */
const LIMIT_MS = 60_000;

/** hostql with no table in it. */
export function openEmpty(): Database {
  const engine = openEngine({ catalog: new Catalog([]), host: new Host() });
  return {
    async run(sql) {
      let answer: Answer = { width: 0, rows: [] };
      for (const prepared of engine.prepareEach(sql)) {
        const rows = await prepared.collect({ timeoutMs: LIMIT_MS });
        answer = { width: prepared.columns.length, rows };
      }
      return answer;
    },
    async close() {},
  };
}
