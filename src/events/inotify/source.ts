import { loadKernelCalls } from '../../host/index.js';
import { type OpenSource, SourceUnavailable } from '../source.js';
import { openInotify } from './kernel.js';
import type { InotifySettings } from './settings.js';
import { FileWatcher } from './watcher.js';

/** Files, by inotify(7): rows of file_events and yara_events. */
export const openInotifySource: OpenSource<InotifySettings> = (settings, context) => {
  if (context.host.root !== '') throw new SourceUnavailable('only files of this machine can be watched');
  const calls = loadKernelCalls();
  if (!calls) throw new SourceUnavailable('this machine has no build of the FFI library');
  return new FileWatcher(settings, { context, open: () => openInotify(calls), clockMs: () => performance.now() });
};
