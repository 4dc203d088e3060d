import { auditSource } from './audit/settings.js';
import { bpfSource } from './bpf/settings.js';
import { inotifySource } from './inotify/settings.js';
import { kmsgSource } from './kmsg/settings.js';
import { processConnectorSource } from './process-connector/settings.js';
import type { SourceDef } from './settings.js';
import { sockDiagSource } from './sock-diag/settings.js';
import { syslogSource } from './syslog/settings.js';
import { udevSource } from './udev/settings.js';

/**
 * What the daemon knows of all sources without opening them. Where several can feed a table, the first one does that is on
 * and available.
 */
export const SOURCES: readonly SourceDef<unknown>[] = [
  auditSource,
  bpfSource,
  processConnectorSource,
  inotifySource,
  udevSource,
  syslogSource,
  kmsgSource,
  sockDiagSource,
];
