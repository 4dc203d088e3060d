import t from 'tap';
import { httpServer } from '../../tables/network/servers.js';
import { tell } from './results-log.js';
import { Stage } from './stage.js';

t.test('a query reads the metrics that the configuration names, and others after a reload', async (t) => {
  const stage = new Stage();
  t.teardown(() => stage.close());
  const port = await httpServer(t, ({ url }, response) => void response.end(`up{from="${url}"} 1\n`));
  const configure = (path: string): void =>
    stage.configure({
      prometheus_targets: { urls: [`http://127.0.0.1:${port}${path}`] },
      schedule: { metrics: { query: 'SELECT metric_name FROM prometheus_metrics', interval: 1, removed: false } },
    });
  configure('/a');
  const daemon = stage.start();
  await daemon.seen('metrics', () => stage.results().length > 0);
  configure('/b');
  daemon.signal('SIGHUP');
  await daemon.seen('metrics of the other target', () => stage.results().length > 1);
  t.same(
    stage.results().map((line) => tell(line, 'metric_name')),
    ['added up{from="/a"}', 'added up{from="/b"}'],
  );
  await daemon.stop();
});
