import { openAudit } from '../audit/source.js';
import { openInotifySource } from '../inotify/source.js';
import type { Opens } from './run.js';

/** How each source is opened: for the threads that read them. */
export const OPENS: Opens = {
  auditeventpublisher: openAudit,
  inotify: openInotifySource,
};
