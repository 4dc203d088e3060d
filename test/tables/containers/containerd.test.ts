import t from 'tap';
import { sharedSources } from '../../../src/catalog/index.js';
import { dockerContainers } from '../../../src/tables/containers/docker-containers.js';
import { RecordingHost } from '../../recording-host.js';
import { scanTableAsync } from '../scan.js';

const id = (digit: string): string => digit.repeat(64);
const spec = JSON.stringify({
  process: { args: ['sleep', '9'], env: ['A=b'] },
  annotations: { 'nerdctl/name': 'nap' },
});
const task = (pid = '7') => ({ 'config.json': spec, 'init.pid': pid });
const TASKS = 'io.containerd.runtime.v2.task';

t.test('containers of containerd, wherever it keeps its tasks, but not those of Docker', async (t) => {
  const root = t.testdir({
    proc: { 7: { stat: '' } },
    run: {
      containerd: { [TASKS]: { default: { [id('a')]: task(), named: task() }, moby: { [id('b')]: task() } } },
      k3s: { containerd: { [TASKS]: { 'k8s.io': { [id('c')]: task(), [id('d')]: task('8') } } } },
    },
  });
  const columns = ['id', 'name', 'command', 'state', 'pid', 'image', 'privileged', 'container_runtime'];
  const rows = await scanTableAsync(dockerContainers, new RecordingHost(root), { columns });
  const nap = { name: '/nap', command: 'sleep 9', state: 'running', pid: 7, image: null, privileged: null };
  t.same(rows, [
    { id: id('a'), ...nap, container_runtime: 'containerd' },
    { id: id('c'), ...nap, container_runtime: 'containerd' },
  ]);
});

t.test('only what the query names is read, and nothing where a flag names a socket', async (t) => {
  const root = t.testdir({
    proc: { 7: { stat: '' } },
    run: { containerd: { [TASKS]: { default: { [id('a')]: task(), [id('b')]: task() } } } },
  });
  const host = new RecordingHost(root);
  t.same(await scanTableAsync(dockerContainers, host, { columns: ['id'], lookup: { id: ['bb'] } }), [{ id: 'bb' }]);
  t.same(
    host.touches.filter((touch) => touch.endsWith('config.json')),
    [`read /run/containerd/${TASKS}/default/${id('b')}/config.json`],
  );
  const subjects = dockerContainers.scan({
    host,
    lookup: {},
    columns: new Set(['id']),
    signal: new AbortController().signal,
    checkpoint: () => undefined,
    shared: sharedSources(),
    self: { version: '0', sockets: { docker: '/nowhere' } },
    warn: (message) => t.fail(message),
  });
  for await (const subject of subjects) t.fail(String(subject));
});
