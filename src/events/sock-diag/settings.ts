import type { SourceDef } from '../settings.js';

/** Internet sockets that end, beside what the audit system or BPF tell of sockets. */
export const sockDiagSource: SourceDef<Record<string, never>> = {
  name: 'sock_diag',
  tables: ['socket_events'],
  isBeside: true,
  settings: ({ flags }) => (flags.bool('enable_sock_diag') ? {} : undefined),
};
