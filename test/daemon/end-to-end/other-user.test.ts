import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import t from 'tap';
import { Stage } from './stage.js';

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const through = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
const canRun = (): boolean => {
  const [program = '', ...args] = through;
  return spawnSync(program, [...args, process.execPath, resolve('bin/osqueryd'), '--version']).status === 0;
};
const skip = !isRoot
  ? 'only root can become somebody else'
  : !canRun() && 'somebody else may not read the program, or there is no setpriv';

t.test('somebody without rights', { skip }, async (t) => {
  const stage = new Stage();
  t.teardown(() => stage.close());
  stage.configure({
    schedule: { who: { query: 'SELECT uid FROM processes WHERE pid = (SELECT pid FROM osquery_info)', interval: 1 } },
  });
  chmodSync(stage.config, 0o644);
  const own = stage.at('own');
  mkdirSync(own);
  chownSync(own, NOBODY, NOBODY);

  for (const as of ['osqueryd', 'hostql'] as const) {
    const flags = ['db', 'log', 'pidfile'].map((name) => `${own}/${as}-${name}`);
    mkdirSync(flags[1] ?? '');
    chownSync(flags[1] ?? '', NOBODY, NOBODY);
    const names = ['database_path', 'logger_path', 'pidfile'];
    const daemon = stage.start({
      as,
      through,
      watched: true,
      flags: flags.map((path, at) => `--${names[at]}=${path}`),
    });
    const log = `../own/${as}-log/osqueryd.results.log`;
    await daemon.seen('a result', () => stage.results(log).length > 0);
    t.same(stage.results(log)[0]?.columns, { uid: String(NOBODY) });
    t.equal(statSync(flags[0] ?? '').mode & 0o777, 0o700, 'nobody else reads the store');
    t.equal((await daemon.stop()).code, 0);
  }
});

t.test('places that one may not write to', { skip }, async (t) => {
  const stage = new Stage();
  t.teardown(() => stage.close());
  stage.configure({ schedule: {} });
  const own = stage.at('own');
  mkdirSync(own);
  chownSync(own, NOBODY, NOBODY);
  const free = [`--pidfile=${own}/pid`, `--database_path=${own}/db`];
  const [pidfile, ours, log, store] = await Promise.all([
    stage.start({ through }).ended,
    stage.start({ through, as: 'hostql' }).ended,
    stage.start({ through, flags: free }).ended,
    stage.start({ through, flags: [`--pidfile=${own}/pid2`] }).ended,
  ]);
  t.match(pidfile, { code: 1, talk: 'osqueryd Pidfile check failed: Pidfile::Error::AccessDenied\n' });
  t.match(ours, { code: 1, talk: /hostql daemon: .*permission denied.*pidfile/ });
  t.match(log, { code: 78, talk: `Could not create file: ${stage.logs}/osqueryd.results.log` });
  t.match(store, { code: 1, talk: stage.store });
});
