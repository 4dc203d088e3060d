import type { Config } from './config.js';

/** Where the table of Prometheus metrics reads. */
export interface PrometheusTargets {
  readonly urls: readonly string[];
  /** To wait for each. */
  readonly timeoutSeconds: number;
}

const TIMEOUT_SECONDS = 1;

/** The section `prometheus_targets`; undefined where there is none, or it names no addresses. Pure. */
export function prometheusTargets(config: Pick<Config, 'sections'>): PrometheusTargets | undefined {
  const section = config.sections.get('prometheus_targets');
  if (typeof section !== 'object' || section === null) return undefined;
  const { urls, timeout } = section as { urls?: unknown; timeout?: unknown }; // an object may have any fields
  if (!Array.isArray(urls)) return undefined;
  const seconds = Number(timeout ?? TIMEOUT_SECONDS);
  return {
    urls: urls.filter((url) => typeof url === 'string'),
    timeoutSeconds: seconds > 0 ? seconds : TIMEOUT_SECONDS,
  };
}
