import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a folder holds a machine that `hostql record` wrote. */
export const isRecordedHost = (folder: string): boolean => existsSync(join(folder, '.host.json'));
