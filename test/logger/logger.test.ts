import t from 'tap';
import { real } from '../../src/core/index.js';
import {
  jsonValue,
  Logger,
  type LoggerOptions,
  type LogSink,
  type SnapshotRecord,
  type StatusRecord,
  statusJson,
  valueText,
  wantsStderr,
} from '../../src/logger/index.js';

function sinkOf(name: string, more: Partial<LogSink> = {}) {
  const out: string[] = [];
  const take = async (lines: readonly string[]) => void out.push(...lines);
  const sink: LogSink = {
    name,
    takesStatusesAtOnce: false,
    results: take,
    snapshots: take,
    statuses: async (records) => void out.push(...records.map(({ message }) => message)),
    reopen: async () => undefined,
    close: async () => undefined,
    ...more,
  };
  return { sink, out };
}

const FORMAT = {
  hostIdentifier: 'host',
  eventType: true,
  snapshotEventType: false,
  numerics: false,
  topLevelDecorations: false,
};

const loggerOf = (sinks: LogSink[], more: Partial<LoggerOptions> = {}): Logger =>
  new Logger({ sinks, format: () => FORMAT, onlyLastCounts: false, minSeverity: () => 'info', ...more });

const SNAPSHOT: SnapshotRecord = {
  kind: 'snapshot',
  name: 's',
  unixTime: 1,
  epoch: 0,
  counter: 0,
  decorations: new Map(),
  rows: [],
};
const DIFFERENTIAL = { ...SNAPSHOT, kind: 'differential', added: [new Map([['a', 1]])], removed: [] } as const;

const say = (message: string, severity: StatusRecord['severity'] = 'info'): StatusRecord => ({
  severity,
  message,
  file: 'a.cpp',
  line: 1,
  time: 1_767_582_245_000,
});

const refuse = async (): Promise<void> => {
  throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
};

t.test('status lines wait for the start, then until they are handed over', async (t) => {
  const grouped = sinkOf('stdout');
  const atOnce = sinkOf('filesystem', { takesStatusesAtOnce: true });
  const logger = loggerOf([atOnce.sink, grouped.sink], { minSeverity: () => 'warning' });
  logger.status(say('early', 'warning'));
  logger.status(say('too low'));
  await logger.flush();
  await logger.start();
  t.same([atOnce.out, grouped.out], [[], ['early']]);
  logger.status(say('late', 'error'));
  await new Promise((resolve) => setImmediate(resolve));
  t.same([atOnce.out, grouped.out], [['late'], ['early']]);
  await logger.flush();
  t.same(grouped.out, ['early', 'late']);
});

t.test('early lines reach files where that is wanted', async (t) => {
  const atOnce = sinkOf('filesystem', { takesStatusesAtOnce: true });
  const grouped = sinkOf('stdout');
  const logger = loggerOf([atOnce.sink, grouped.sink], { tellsEarly: true });
  logger.status(say('early', 'warning'));
  await logger.start();
  logger.status(say('late', 'warning'));
  await logger.flush();
  t.same(
    [atOnce.out, grouped.out],
    [
      ['early', 'late'],
      ['early', 'late'],
    ],
  );
});

t.test('who must take a record', async (t) => {
  const good = sinkOf('good');
  const bad = sinkOf('bad', { results: refuse, snapshots: refuse, statuses: refuse });
  await t.rejects(loggerOf([bad.sink, good.sink]).record(DIFFERENTIAL), /no space/);
  const last = loggerOf([bad.sink, good.sink], { onlyLastCounts: true });
  await last.record(DIFFERENTIAL);
  t.same(last.losses(), [{ stream: 'results', sink: 'bad', reason: 'ENOSPC', lines: 1 }]);
  t.same(last.sequences(), { results: 1, snapshots: 0, status: 0 });
  await t.rejects(loggerOf([good.sink, bad.sink], { onlyLastCounts: true }).record(DIFFERENTIAL));
  const logger = loggerOf([bad.sink]);
  await t.rejects(logger.record(DIFFERENTIAL));
  t.same(logger.losses(), [], 'it comes again');
  await t.rejects(logger.record(SNAPSHOT));
  logger.status(say('x'));
  await logger.start();
  t.same(
    logger.losses().map(({ stream, lines }) => [stream, lines]),
    [
      ['snapshots', 1],
      ['status', 1],
    ],
  );
});

t.test('too many status lines: the oldest go, and are counted', async (t) => {
  const { sink, out } = sinkOf('stdout');
  const logger = loggerOf([sink]);
  for (let n = 0; n < 10_005; n++) logger.status(say(String(n)));
  await logger.start();
  t.equal(out.length, 10_000);
  t.equal(out[0], '5');
  t.match(logger.losses(), [{ stream: 'status', lines: 5 }]);
});

t.test('changed rows, status JSON, numbers', async (t) => {
  const { sink, out } = sinkOf('stdout');
  const changed = [{ before: new Map([['a', 1]]), after: new Map([['a', 2]]) }];
  const record = { ...DIFFERENTIAL, added: [], changed };
  await loggerOf([sink]).record(record);
  t.match(out[0], /"columns":\{"a":"2"\},"before":\{"a":"1"\},"action":"changed"\}$/);
  await loggerOf([sink], { format: () => ({ ...FORMAT, eventType: false }) }).record(record);
  t.match(out[1], /^\{"diffResults":\{"removed":\[\],"added":\[\],"changed":\[\{"before":\{"a":"1"\},"after":/);
  const options = { hostIdentifier: 'node-7', version: '5.23.0', topLevelDecorations: false };
  t.equal(
    statusJson(
      { ...say('odd', 'warning'), file: 'config.cpp', line: 120 },
      { ...options, decorations: new Map([['site', 'lab-2']]) },
    ),
    '{"hostIdentifier":"node-7","calendarTime":"Mon Jan  5 03:04:05 2026 UTC","unixTime":1767582245,"severity":1,"filename":"config.cpp","line":120,"message":"odd","version":"5.23.0","decorations":{"site":"lab-2"}}',
  );
  const texts = [1e20, 1e-5, 1.5e-7, Number.POSITIVE_INFINITY, 1e15, 123456.5, 1 / 3].map(valueText);
  t.same(texts, ['1e+20.0', '1e-05.0', '1.5e-07', 'inf.0', '1000000000000000', '123456.5', '0.333333333333333']);
  t.same([real(1), real(-0), real(1e15)].map(valueText), ['1.0', '-0.0', '1e+15.0']);
  t.same([real(1), 1e20, 1e21, 1e-6, 1e-7].map(jsonValue), [
    '1.0',
    '100000000000000000000.0',
    '1e21',
    '0.000001',
    '1e-7',
  ]);
});

t.test('what goes to standard error', async (t) => {
  const rules = { isLoggingDisabled: false, verbose: false, copies: true, minSeverity: 'warning' } as const;
  t.notOk(wantsStderr('info', { ...rules, plugins: ['filesystem'] }));
  t.ok(wantsStderr('info', { ...rules, plugins: ['tls'] }));
  t.notOk(wantsStderr('fatal', { ...rules, plugins: ['filesystem', 'stdout'] }));
  t.ok(wantsStderr('fatal', { ...rules, plugins: ['filesystem'], copies: false }));
});
