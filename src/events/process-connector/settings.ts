import type { SourceDef } from '../settings.js';

export interface ProcessConnectorSettings {
  /** Rows of forks, too. */
  readonly fork: boolean;
}

/** Programs that are started, where the audit system is not to be touched. */
export const processConnectorSource: SourceDef<ProcessConnectorSettings> = {
  name: 'process_connector',
  tables: ['process_events'],
  settings: ({ flags }) =>
    flags.bool('enable_process_connector') && flags.bool('audit_allow_process_events')
      ? { fork: flags.bool('audit_allow_fork_process_events') }
      : undefined,
};
