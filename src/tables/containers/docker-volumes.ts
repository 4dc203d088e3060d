import { COST, tableOf } from '../../catalog/index.js';
import { isEngineName, type Json, jsonText } from '../../host/index.js';
import { ENGINE_PRIVILEGES, ENGINE_SOURCES, type OfEngine, runtimeColumn } from './columns.js';
import { vendorless } from './names.js';
import { asking } from './questions.js';
import { filterValues } from './wanted-ids.js';

interface Volume extends OfEngine {
  readonly volume: Json;
}

const { table, text } = tableOf<Volume>();

/** A row per volume. */
export const dockerVolumes = table({
  name: 'docker_volumes',
  aliases: vendorless('docker_volumes'),
  description: 'Volumes of container engines',
  rows: 20,
  rowCost: COST.file,
  sources: ENGINE_SOURCES,
  privileges: ENGINE_PRIVILEGES,
  examples: [
    'SELECT name, mount_point FROM docker_volumes',
    'SELECT v.name FROM docker_volumes AS v WHERE v.name NOT IN (SELECT name FROM docker_container_mounts WHERE name IS NOT NULL)',
  ],
  isAsync: true,
  columns: {
    name: text('Name', ({ volume }) => jsonText(volume, 'Name'), { key: { exact: false } }),
    driver: text('Driver, such as local', ({ volume }) => jsonText(volume, 'Driver')),
    mount_point: text('Folder that holds it', ({ volume }) => jsonText(volume, 'Mountpoint')),
    type: text('Type of its file system, where it was made with one', ({ volume }) =>
      jsonText(volume, 'Options', 'type'),
    ),
    ...runtimeColumn<Volume>(),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      const filters = { name: filterValues(request.lookup.name, isEngineName) };
      for await (const { runtime, answer } of questions.engines((engine) => engine.volumes(filters)))
        for (const volume of answer) yield { runtime, volume };
    }),
});
