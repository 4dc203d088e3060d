import { openAudit } from '../audit/source.js';
import { openBpf } from '../bpf/source.js';
import { openInotifySource } from '../inotify/source.js';
import { openKmsg } from '../kmsg/source.js';
import { openProcessConnector } from '../process-connector/source.js';
import { openSockDiag } from '../sock-diag/source.js';
import { openSyslog } from '../syslog/source.js';
import { openUdev } from '../udev/source.js';
import type { Opens } from './run.js';

/** How each source is opened: for the threads that read them. */
export const OPENS: Opens = {
  BPFEventPublisher: openBpf,
  auditeventpublisher: openAudit,
  inotify: openInotifySource,
  kmsg: openKmsg,
  process_connector: openProcessConnector,
  sock_diag: openSockDiag,
  syslog: openSyslog,
  udev: openUdev,
};
