import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { Stage } from './stage.js';

t.jobs = 3;

const stageOf = (t: Test): Stage => {
  const stage = new Stage();
  t.teardown(() => stage.close());
  return stage;
};

const GLOG = /^[IWE]\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ [\w.]+:\d+\] /gm;

t.test('version and help', async (t) => {
  const stage = stageOf(t);
  const [version, ours, help, short, oursHelp] = await Promise.all([
    stage.exit('osqueryd', ['--version']),
    stage.exit('hostql', ['--version']),
    stage.exit('osqueryd', ['--help']),
    stage.exit('osqueryd', ['-h']),
    stage.exit('hostql', ['--help']),
  ]);
  t.match(version, { code: 0, out: /^osqueryd version \S+\n$/, talk: '' });
  t.match(ours, { code: 0, out: /^hostql version \S+\n$/, talk: '' });
  t.match(help, { code: 0, out: /--config_path/, talk: '' });
  t.notMatch(help.out, /metrics_listen/, 'only what osquery has');
  t.equal(short.out, help.out);
  t.match(oursHelp, { code: 0, out: /--metrics_listen/, talk: '' });
});

t.test('wrong flags', async (t) => {
  const stage = stageOf(t);
  const args = ['--zap', '--alarm_timeout=9', '--verbose=perhaps', '--schedule_epoch=x', '--logger_mode=999'];
  const all = await stage.exit('osqueryd', args);
  t.equal(all.code, 1);
  t.match(all.talk, /^ERROR: unknown command line flag 'zap'$/m);
  t.match(all.talk, /^ERROR: illegal value 'x' specified for uint64 flag 'schedule_epoch'$/m);
  t.match(all.talk, /^Alarm timeout cannot be lower than 10 seconds$/m);
  t.match(all.talk, /^ERROR: failed validation of new value '9' for flag 'alarm_timeout'$/m);
  t.match(all.talk, /illegal value 'perhaps' specified for bool flag 'verbose'/);
  t.equal(all.out, '');
  const [missing, flagfile, ours] = await Promise.all([
    stage.exit('osqueryd', ['--config_path']),
    stage.exit('osqueryd', [`--flagfile=${stage.at('none')}`]),
    stage.exit('hostql', ['--zap']),
  ]);
  t.match(missing, { code: 1, talk: "ERROR: flag '--config_path' is missing its argument\n" });
  t.match(flagfile, { code: 1, talk: /No such file/ });
  t.match(ours, { code: 1, talk: /zap/ });
  t.same(readdirSync(stage.folder), ['log'], 'nothing was written');
});

t.test('flags of a file', async (t) => {
  const stage = stageOf(t);
  stage.configure({ schedule: { one: { query: 'SELECT 1 AS one', interval: 1 } } });
  const file = stage.at('flags');
  writeFileSync(file, `# comment\n--logger_numerics=true\n--no_such_flag=1\n--logger_min_status 2\n`);
  const daemon = stage.start({ flags: [`--flagfile=${file}`] });
  await daemon.seen('a result', () => stage.results().length > 0);
  t.same(stage.results()[0]?.columns, { one: 1 });
  await daemon.stop();
});

t.test('a check of the configuration', async (t) => {
  const stage = stageOf(t);
  const check = (text: string | undefined, as: 'osqueryd' | 'hostql' = 'osqueryd', ...flags: string[]) => {
    const path = stage.at(`${Math.random()}.conf`);
    if (text !== undefined) writeFileSync(path, text);
    const args = ['--config_check', `--config_path=${path}`, `--database_path=${stage.store}`, ...flags];
    return stage.run(as, args).ended.then((exit) => ({ ...exit, path, talk: exit.talk.replace(GLOG, '') }));
  };
  const [good, broken, deep, missing, badSql] = await Promise.all([
    check('{"schedule": {}}'),
    check('{"schedule": '),
    check(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`),
    check(undefined),
    check('{"schedule": {"q": {"query": "SELECT nope FROM nothing", "interval": 1}}}'),
  ]);
  t.match(good, { code: 0, out: '', talk: '' });
  t.match(broken, { code: 1, out: '' });
  t.equal(
    broken.talk,
    `updateSource failed to parse config, of source: ${broken.path} and content: {"schedule": \nError reading config: Error parsing the config JSON\n`,
  );
  t.match(deep, { code: 1, talk: /Configuration has too many nesting levels!/ });
  t.match(missing, { code: 1, talk: `Error reading config: config file does not exist: ${missing.path}\n` });
  t.match(badSql, { code: 0 }, 'what is wrong with SQL is not looked at');
  const [oursGood, oursBroken, oursUnknown] = await Promise.all([
    check('{"schedule": {}}', 'hostql'),
    check('{\n  "schedule": {\n    "a": {"query": "SELECT 1", "interval": []},\n    "b": 7\n  }\n}', 'hostql'),
    check('{\n "schedule": {,} }', 'hostql'),
  ]);
  t.match(oursGood, { code: 0 });
  t.equal(oursBroken.code, 1);
  t.match(oursBroken.talk, new RegExp(`${oursBroken.path}:3:\\d+: .*interval`), 'where the first is');
  t.match(oursBroken.talk, new RegExp(`${oursBroken.path}:4:\\d+: `), 'and the second');
  t.match(oursUnknown, { code: 1, talk: new RegExp(`${oursUnknown.path}:2:\\d+: `) });
});

t.test('what is configured and what is kept can be seen', async (t) => {
  const stage = stageOf(t);
  const text = '{"schedule": {"one": {"query": "SELECT 1 AS one", "interval": 1}}}\n';
  writeFileSync(stage.config, text);
  const extra = stage.at('osquery.conf.d');
  mkdirSync(extra);
  writeFileSync(`${extra}/more.conf`, 'broken {');
  const files = [`--config_path=${stage.config}`, `--database_path=${stage.store}`];
  const dump = await stage.exit('osqueryd', ['--config_dump', ...files]);
  t.equal(dump.code, 0);
  t.equal(dump.out, `{"${stage.config}": ${text}}\n{"${extra}/more.conf": broken {}\n`);

  const empty = await stage.exit('osqueryd', ['--database_dump', ...files]);
  t.match(empty, { code: 0, out: /^configurations\[results_version\]: 2$/m });
  const daemon = stage.start();
  await daemon.seen('a result', () => stage.results().length > 0);
  const beside = stage.exit('osqueryd', ['--database_dump', ...files]);
  t.match(await beside, { code: 1, out: '', talk: /is open in another process/ }, 'not beside a running daemon');
  await daemon.stop();
  const full = await stage.exit('osqueryd', ['--database_dump', ...files]);
  t.equal(full.code, 0);
  t.match(full.out, /^configurations\[executing_query\]: $/m, 'nothing was running at the end');
  t.match(full.out, /^queries\[one\]: \[\{"one":1\}\]$/m);
  t.match(full.out, /^queries\[onecounter\]: 0$/m);
  t.match(full.out, /^query_performance\[one\]: \d+(,\d+){11}$/m);
});

t.test('words of the command line', async (t) => {
  const stage = stageOf(t);
  const [unknown, nobody] = await Promise.all([
    stage.exit('hostql', ['dance']),
    stage.exit('hostql', ['status', `--database_path=${stage.store}`]),
  ]);
  t.match(unknown, { code: 2, talk: /unknown command "dance"\n.*hostql daemon status/ });
  t.match(nobody, { code: 1, out: '', talk: /no daemon listens at / });
});
