import { COST, tableOf } from '../../catalog/index.js';
import { type Json, jsonInteger, jsonText } from '../../host/index.js';
import { ENGINE_PRIVILEGES, ENGINE_SOURCES, type OfEngine, REQUIRED_ID, runtimeColumn } from './columns.js';
import { namedContainers } from './listed-containers.js';
import { vendorless } from './names.js';
import { asking } from './questions.js';
import { WantedIds } from './wanted-ids.js';

interface Change extends OfEngine {
  readonly id: string;
  readonly change: Json;
}

const { table, text } = tableOf<Change>();

const KINDS = ['C', 'A', 'D'] as const;
const kindOf = (change: Json): string | undefined => KINDS[jsonInteger(change, 'Kind') ?? -1];

/** A container must be named. */
export const dockerContainerFsChanges = table({
  name: 'docker_container_fs_changes',
  aliases: vendorless('docker_container_fs_changes'),
  description: 'Files of containers that are other than in their images; the id of a container is required',
  rows: 100,
  rowCost: COST.process,
  sources: ENGINE_SOURCES,
  privileges: ENGINE_PRIVILEGES,
  examples: [
    "SELECT path, change_type FROM docker_container_fs_changes WHERE id = '4f2a'",
    "SELECT c.name, f.path FROM docker_containers AS c JOIN docker_container_fs_changes AS f USING (id) WHERE f.path LIKE '/usr/bin/%'",
  ],
  isAsync: true,
  columns: {
    id: text('Id of the container', ({ id }) => id, REQUIRED_ID),
    path: text('Path of the file', ({ change }) => jsonText(change, 'Path')),
    change_type: text('C changed, A added, D deleted', ({ change }) => kindOf(change)),
    ...runtimeColumn<Change>(),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      const ids = new WantedIds(request.lookup.id);
      if (ids.isNone) return;
      for await (const { engine, runtime, answer } of questions.engines((engine) => namedContainers(engine, ids))) {
        const changed = questions.each(answer, async ({ wholeId, id }) => ({
          id,
          changes: (await questions.refusedIsNull(engine.changes(wholeId))) ?? [],
        }));
        for await (const { id, changes } of changed)
          for (const change of changes) if (kindOf(change) !== undefined) yield { id, runtime, change };
      }
    }),
});
