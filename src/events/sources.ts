import { auditSource } from './audit/settings.js';
import { inotifySource } from './inotify/settings.js';
import type { SourceDef } from './settings.js';

/**
 * What the daemon knows of all sources without opening them. Where several can feed a table, the first one does that is on
 * and available.
 */
export const SOURCES: readonly SourceDef<unknown>[] = [auditSource, inotifySource];
