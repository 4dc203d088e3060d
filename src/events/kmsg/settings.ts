import type { SourceDef } from '../settings.js';

/** The kernel's own log, beside what comes from rsyslog. */
export const kmsgSource: SourceDef<Record<string, never>> = {
  name: 'kmsg',
  tables: ['syslog_events'],
  isBeside: true,
  settings: ({ flags }) => (flags.bool('enable_kmsg') ? {} : undefined),
};
