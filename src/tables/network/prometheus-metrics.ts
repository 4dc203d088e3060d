import { COST, tableOf } from '../../catalog/index.js';
import { decodeText } from '../../core/index.js';
import { askWeb, parseExposition, Refused, type Sample, several } from '../../host/index.js';

interface Metric extends Sample {
  readonly target: string;
  /** Milliseconds since the epoch. */
  readonly scrapedMs: number;
}

const MAX_TIMEOUT_SECONDS = 60;
const BODY_BYTES = 32 * 1024 * 1024;
const REDIRECTS = 10;
const AT_ONCE = 8;
/** The format that every exporter speaks. */
const ACCEPT = 'text/plain;version=0.0.4';

const { table, text, double, bigint } = tableOf<Metric>();

/** A row per sample. Which targets there are the configuration of this program says, not the machine. */
export const prometheusMetrics = table({
  name: 'prometheus_metrics',
  description: "What Prometheus's exporters tell, at the addresses that the configuration names",
  rows: 1000,
  rowCost: COST.network / 100,
  sources: ['prometheus_targets in the configuration', 'the addresses there, by HTTP or HTTPS'],
  examples: [
    "SELECT target_name, metric_value FROM prometheus_metrics WHERE metric_name = 'up'",
    "SELECT metric_name, metric_value FROM prometheus_metrics WHERE metric_name LIKE 'node_filesystem_avail%'",
  ],
  columns: {
    target_name: text('Address that was asked', (metric) => metric.target, { key: { rowsPerValue: 500 } }),
    metric_name: text('Name of the metric, and its labels in braces', (metric) => metric.name),
    metric_value: double('Value', (metric) => metric.value),
    timestamp_ms: bigint('When it was asked, in milliseconds since the epoch', (metric) => metric.scrapedMs),
  },
  async *scan({ host, lookup, self, signal, warn, checkpoint }) {
    const targets = self?.prometheus;
    if (host.isFixture) return;
    if (!targets) return warn('prometheus_metrics: the configuration has no urls in prometheus_targets');
    const wanted = lookup.target_name?.values;
    const urls = wanted ? targets.urls.filter((url) => wanted.includes(url)) : targets.urls;
    const timeoutMs = Math.min(targets.timeoutSeconds, MAX_TIMEOUT_SECONDS) * 1000;
    const scrapes = several(urls, AT_ONCE, signal, async (url, until) => {
      const limits = { timeoutMs, bodyBytes: BODY_BYTES, redirects: REDIRECTS };
      const scrapedMs = host.facts.nowMs();
      try {
        const { status, body } = await askWeb({ url, headers: { Accept: ACCEPT }, ...limits }, until);
        if (status !== 200) warn(`prometheus_metrics: ${url} answers ${status}`);
        return { target: url, scrapedMs, body: status === 200 ? decodeText(body) : '' };
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        warn(error.message);
        return { target: url, scrapedMs, body: '' };
      }
    });
    for await (const { body, ...scrape } of scrapes) {
      for (const sample of parseExposition(body)) {
        checkpoint();
        yield { ...sample, ...scrape };
      }
    }
  },
});
