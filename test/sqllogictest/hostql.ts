import { Catalog } from '../../src/catalog/index.js';
import type { Row } from '../../src/core/index.js';
import { openEngine } from '../../src/engine.js';
import { Host } from '../../src/host/index.js';
import type { Database } from './run-file.js';

/** A statement that takes longer hangs. */
const LIMIT_MS = 60_000;

/** hostql with no table in it. */
export function openEmpty(): Database {
  const engine = openEngine({ catalog: new Catalog([]), host: new Host() });
  return {
    async run(sql) {
      const [prepared, further] = engine.prepare(sql);
      if (!prepared || further) throw new Error('a record holds one statement');
      const rows: Row[] = [];
      for await (const batch of prepared.run({ timeoutMs: LIMIT_MS })) rows.push(...batch);
      return { width: prepared.columns.length, rows };
    },
    async close() {},
  };
}
