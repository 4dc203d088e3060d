import type { SourceDef } from '../settings.js';

export interface SyslogSettings {
  /** The FIFO that rsyslog writes to. */
  readonly path: string;
  /** Most lines taken in 200 ms; 0 for any number. */
  readonly rateLimit: number;
}

/** Lines of syslog, from a pipe that rsyslog writes CSV to. */
export const syslogSource: SourceDef<SyslogSettings> = {
  name: 'syslog',
  tables: ['syslog_events'],
  settings: ({ flags }) =>
    flags.bool('enable_syslog')
      ? { path: flags.text('syslog_pipe_path'), rateLimit: flags.int('syslog_rate_limit') }
      : undefined,
};
