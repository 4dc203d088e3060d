import t from 'tap';
import { Catalog } from '../../src/catalog/index.js';
import { openEngine } from '../../src/engine.js';
import { Host } from '../../src/host/index.js';
import { newCalls, people } from './tables.js';

/** The lines of EXPLAIN ANALYZE, without times. */
async function analyzed(sql: string): Promise<string[]> {
  const engine = openEngine({ catalog: new Catalog([people(newCalls())]), host: new Host() });
  const lines: string[] = [];
  for (const statement of engine.prepare(`EXPLAIN ANALYZE ${sql}`)) {
    for await (const batch of statement.run())
      for (const [line] of batch) lines.push(String(line).replace(/ [\d.]+ ms,?/, ''));
  }
  return lines;
}

t.test('EXPLAIN ANALYZE tells of every node what it did', async (t) => {
  const lines = await analyzed('SELECT dept, count(*) FROM people WHERE id > 1 GROUP BY dept');
  t.match(lines[0], /^aggregate .*\(3 rows/);
  t.match(lines.at(-1), /scan people .*\(5 rows, 1 scan\)|scan people .*\(4 rows, 1 scan\)/);
});

t.test('also of nodes that were rearranged to run', async (t) => {
  const lines = await analyzed(
    'SELECT id FROM people p ORDER BY (SELECT count(*) FROM people q WHERE q.dept > p.dept), id',
  );
  t.notOk(
    lines.some((line) => line.includes('never run')),
    lines.join('\n'),
  );
  t.ok(
    lines.some((line) => /calls/.test(line)),
    'how often a subquery ran',
  );
});

t.test('and of those that were not needed', async (t) => {
  const lines = await analyzed('SELECT id FROM people WHERE 0');
  t.ok(
    lines.some((line) => /scan people.*never run/.test(line)) || !lines.some((line) => line.includes('scan')),
    lines.join('\n'),
  );
});
