import { attachFiles } from '../attached/index.js';
import { type AttachedSchema, Catalog, knownTable } from '../catalog/index.js';
import { openEngine } from '../engine.js';
import { Host, Refused } from '../host/index.js';
import { linuxTables } from '../tables/index.js';
import { readSql } from './input.js';
import { query } from './one-shot.js';
import { type Options, orUsage, UsageError } from './options.js';
import { Output, tell } from './output.js';

/** `hostql --attach-file x.db SQL`: one query, the file's tables beside the machine's. @returns the exit status */
export const attachedQuery = (options: Options): Promise<number> =>
  orUsage('hostql', async () => {
    const catalog = new Catalog(linuxTables, [], knownTable, undefined, filesOf(options));
    return query(options, openEngine({ catalog, host: new Host(options.host) }), readSql(options), new Output());
  });

/** The files of `--attach-file`, which are of this machine also where a recorded one answers. @throws UsageError */
export function filesOf({ attachFiles: files }: Options): readonly AttachedSchema[] {
  const attaching = { host: new Host(), checkpoint: () => {}, warn: (message: string) => tell(`warning: ${message}`) };
  try {
    return attachFiles(files, attaching);
  } catch (error) {
    if (error instanceof Refused) throw new UsageError(error.message);
    throw error;
  }
}
