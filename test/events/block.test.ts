import t from 'tap';
import { BlockBuilder, BlockColumns } from '../../src/events/index.js';

t.test('rows come back by column', async (t) => {
  const builder = new BlockBuilder('audit');
  builder.add({ pid: 1, path: '/bin/a\n b', big: 2n ** 63n, flag: true, same: 'x' }, 1_700_000_000_123.5);
  builder.add({ pid: 2, path: 'bad \udcff', late: 'only here', same: 'x' }, undefined);
  builder.add({ pid: null, path: undefined, same: 'x' }, 1_700_000_001_000);
  const { count, gaps, lost, text } = builder.take();
  t.same({ count, gaps, lost }, { count: 3, gaps: 0, lost: 0 });
  const columns = new BlockColumns(text, count);
  t.same(columns.column('pid'), [1, 2, null]);
  t.same(columns.column('path'), ['/bin/a\n b', 'bad \udcff', null]);
  t.same(columns.column('big'), [2n ** 63n, null, null]);
  t.same(columns.column('flag'), [1, null, null]);
  t.same(columns.column('late'), [null, 'only here', null]);
  t.same(columns.column('same'), ['x', 'x', 'x']);
  t.same(columns.column('event_time'), [1_700_000_000.1235, null, 1_700_000_001]);
  t.same(columns.column('source'), ['audit', 'audit', 'audit']);
  t.equal(columns.column('none'), undefined);
  t.ok(text.split('\n').includes('same="x"'), 'a column of one value has it once');
});

t.test('a text that looks like our own mark of a number stays a text', async (t) => {
  const builder = new BlockBuilder('s');
  builder.add({ path: '{"big":"1"}' }, undefined);
  builder.add({ path: '{"big":12}' }, undefined);
  const { text, count } = builder.take();
  t.same(new BlockColumns(text, count).column('path'), ['{"big":"1"}', '{"big":12}']);
});

t.test('gap records say why and how many', async (t) => {
  const builder = new BlockBuilder('s');
  builder.add({ pid: 1 }, undefined);
  builder.addGap({ reason: 'overflow', lost: 7 });
  builder.addGap({ reason: 'unknown' });
  const { count, gaps, lost, text } = builder.take();
  t.same({ count, gaps, lost }, { count: 3, gaps: 2, lost: 7 });
  const columns = new BlockColumns(text, count);
  t.same(columns.column('gap'), [null, 'overflow', 'unknown']);
  t.same(columns.column('lost'), [null, 7, null]);
  t.equal(builder.count, 0, 'the builder begins anew');
});
