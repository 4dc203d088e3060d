import t from 'tap';
import { Catalog } from '../../src/catalog/index.js';
import type { Value } from '../../src/core/index.js';
import { openEngine } from '../../src/engine.js';
import { Host } from '../../src/host/index.js';
import { listFunctions, listTableFunctions } from '../../src/sql/functions/index.js';
import { show } from '../core/sqlite-oracle.js';

const engine = openEngine({ catalog: new Catalog([]), host: new Host() });

async function valueOf(sql: string): Promise<Value> {
  for (const statement of engine.prepare(`SELECT ${sql}`)) {
    for await (const rows of statement.run()) for (const row of rows) return row[0] ?? null;
  }
  throw new Error('no row');
}

t.test('every example of a function gives what it says', async (t) => {
  for (const spec of [...listFunctions(), ...listTableFunctions()]) {
    for (const [sql, expected] of spec.examples) {
      t.equal(
        await valueOf(sql).then(show, (error: Error) => `error: ${error.message}`),
        show(expected),
        JSON.stringify(sql),
      );
    }
  }
});
