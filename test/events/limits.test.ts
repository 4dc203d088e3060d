import t from 'tap';
import { readsEventsOnly } from '../../src/events/index.js';
import { limitsOf, neededSeconds } from '../../src/events/limits.js';
import { Flags } from '../../src/flags/index.js';

t.test('events stay for three runs of the slowest reader, in whole minutes', async (t) => {
  const readings = [
    { name: 'a', sql: 'SELECT * FROM process_events', interval: 600 },
    { name: 'b', sql: 'SELECT count(*) FROM users u JOIN Process_Events', interval: 3000 },
    { name: 'c', sql: 'SELECT * FROM bpf_process_events', interval: 86_400 },
  ];
  t.equal(neededSeconds(readings, 'process_events'), 9060, 'a whole minute gains one, as in osquery');
  t.equal(neededSeconds(readings, 'file_events'), 0);
  t.equal(neededSeconds([{ name: 'd', sql: 'file_events', interval: 50 }], 'file_events'), 180);
});

t.test('flags, and what the schedule needs beyond them', async (t) => {
  const ours = new Flags('hostql');
  t.same(limitsOf(ours, 'process_events', 0), { maxAgeSeconds: 3600, maxRows: 50_000, maxSeconds: 0 });
  t.same(limitsOf(ours, 'process_events', 9060).maxAgeSeconds, 9060);
  t.same(limitsOf(ours, 'syslog_events', 0), { maxAgeSeconds: 2_592_000, maxRows: 100_000, maxSeconds: 0 });
  ours.set('events_expiry', '0', 'given');
  t.same(limitsOf(ours, 'process_events', 9060).maxAgeSeconds, 0, 'for ever');
  t.same(limitsOf(new Flags('osquery'), 'process_events', 0), { maxAgeSeconds: 3600, maxRows: 0, maxSeconds: 50_000 });
});

t.test('queries that only read events', async (t) => {
  const tables = ['users', 'processes', 'process_events'];
  t.ok(readsEventsOnly('SELECT * FROM process_events', tables));
  t.notOk(readsEventsOnly('SELECT * FROM process_events JOIN users USING (uid)', tables));
  t.notOk(readsEventsOnly('SELECT * FROM users', tables));
});
