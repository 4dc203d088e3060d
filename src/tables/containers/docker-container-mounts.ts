import { COST, tableOf } from '../../catalog/index.js';
import { isEngineName, type Json, jsonFlag, jsonObjects, jsonText } from '../../host/index.js';
import { CONTAINER_SOURCES, ENGINE_PRIVILEGES, ID_KEY, type OfEngine, runtimeColumn } from './columns.js';
import { everyContainer } from './listed-containers.js';
import { vendorless } from './names.js';
import { asking } from './questions.js';
import { filterValues, WantedIds } from './wanted-ids.js';

interface Mount extends OfEngine {
  readonly id: string;
  readonly mount: Json;
}

const { table, integer, text } = tableOf<Mount>();

/** A row per mount. */
export const dockerContainerMounts = table({
  name: 'docker_container_mounts',
  aliases: vendorless('docker_container_mounts'),
  description: 'What containers have mounted: volumes, and folders and files of the machine',
  rows: 50,
  rowCost: COST.syscall,
  sources: CONTAINER_SOURCES,
  privileges: ENGINE_PRIVILEGES,
  examples: [
    "SELECT id, source, destination FROM docker_container_mounts WHERE type = 'bind' AND rw = 1",
    "SELECT id FROM docker_container_mounts WHERE source = '/var/run/docker.sock'",
  ],
  isAsync: true,
  columns: {
    id: text('Id of the container', ({ id }) => id, ID_KEY),
    type: text('bind, volume, tmpfs, …', ({ mount }) => jsonText(mount, 'Type')),
    name: text('Name of the volume', ({ mount }) => jsonText(mount, 'Name'), { key: { exact: false } }),
    source: text('Where it is on the machine', ({ mount }) => jsonText(mount, 'Source')),
    destination: text('Where it is in the container', ({ mount }) => jsonText(mount, 'Destination')),
    driver: text('Driver of the volume', ({ mount }) => jsonText(mount, 'Driver')),
    mode: text('Options, such as ro or z', ({ mount }) => jsonText(mount, 'Mode')),
    rw: integer('1 where the container may write to it, else 0', ({ mount }) => jsonFlag(mount, 'RW') ?? 0),
    propagation: text('How mounts below it spread, such as rprivate', ({ mount }) => jsonText(mount, 'Propagation')),
    ...runtimeColumn<Mount>(),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      const { lookup } = request;
      const filters = { volume: filterValues(lookup.name, isEngineName) };
      for await (const { container, id, runtime } of everyContainer(questions, new WantedIds(lookup.id), filters))
        for (const mount of jsonObjects(container, 'Mounts')) yield { id, mount, runtime };
    }),
});
