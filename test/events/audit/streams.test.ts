import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { AuditRows } from '../../../src/events/audit/rows/audit-rows.js';
import { ALL, Gathered } from './gather.js';
import { readStream, replay } from './stream.js';

// Streams of a live kernel, and such as the kernel's sources and manuals say they are. The rows of each stand beside it;
// HOSTQL_TEST_REWRITE=1 writes them anew.
const FOLDER = 'test/events/audit/streams';
const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.records'))
  .map((name) => name.slice(0, -'.records'.length));

for (const name of names) {
  t.test(`rows of the stream ${name}`, async (t) => {
    const gathered = new Gathered();
    const rows = new AuditRows(ALL, gathered, 0);
    replay(rows, readStream(name));
    rows.tick();
    const file = `${FOLDER}/${name}.rows`;
    if (process.env.HOSTQL_TEST_REWRITE === '1') writeFileSync(file, gathered.text());
    t.ok(existsSync(file), 'rows are recorded');
    t.equal(gathered.text(), readFileSync(file, 'utf8'));
    t.same(gathered.gaps, [], 'nothing is lost');
  });
}
