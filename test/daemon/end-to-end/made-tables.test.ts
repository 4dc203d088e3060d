import { copyFileSync } from 'node:fs';
import t from 'tap';
import { tell } from './results-log.js';
import { Stage } from './stage.js';

t.test('a table of the configuration is asked by the schedule, and follows its reload', async (t) => {
  const stage = new Stage();
  t.teardown(() => stage.close());
  copyFileSync('test/host/sqlite/files/keyed.db', stage.at('x.db'));
  const configuration = (id: number) => ({
    auto_table_construction: {
      made: { query: `SELECT name FROM grown WHERE id = ${id}`, path: stage.at('%.db'), columns: ['name'] },
      users: { query: 'SELECT 1', path: '/x', columns: ['a'] },
    },
    schedule: { asked: { query: 'SELECT name FROM made', interval: 1 } },
  });
  stage.configure(configuration(2));
  const daemon = stage.start();
  await daemon.seen('older', () => stage.results().length > 0);
  stage.configure(configuration(1));
  daemon.signal('SIGHUP');
  await daemon.seen('old', () => stage.results().length > 2);
  const told = stage.results().map((line) => tell(line, 'name'));
  t.equal(told[0], 'added older');
  t.same(told.slice(1, 3).sort(), ['added old', 'removed older']);
  const statuses = stage.statuses();
  t.equal(statuses.split('ATC table: made Registered').length - 1, 2);
  t.match(statuses, 'ATC table: users is not made: there is a table of this name');
  t.equal((await daemon.stop()).code, 0);
});
