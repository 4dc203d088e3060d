import { COST, tableOf } from '../../catalog/index.js';
import { jsonTexts } from '../../host/index.js';
import { CONTAINER_SOURCES, ENGINE_PRIVILEGES, ID_KEY, type OfEngine, runtimeColumn } from './columns.js';
import { allContainers } from './listed-containers.js';
import { vendorless } from './names.js';
import { asking } from './questions.js';
import { WantedIds } from './wanted-ids.js';

interface Variable extends OfEngine {
  readonly id: string;
  /** `NAME=value`. */
  readonly entry: string;
}

const { table, text } = tableOf<Variable>();

/** A row per variable. */
export const dockerContainerEnvs = table({
  name: 'docker_container_envs',
  aliases: vendorless('docker_container_envs'),
  description: 'Environments that containers are started with',
  rows: 100,
  rowCost: COST.hashing,
  sources: CONTAINER_SOURCES,
  privileges: ENGINE_PRIVILEGES,
  examples: [
    "SELECT c.name, e.value FROM docker_containers AS c JOIN docker_container_envs AS e USING (id) WHERE e.key = 'PATH'",
    "SELECT id, key FROM docker_container_envs WHERE key LIKE '%PASSWORD%'",
  ],
  isAsync: true,
  columns: {
    id: text('Id of the container', ({ id }) => id, ID_KEY),
    key: text('Name of the variable', ({ entry }) => split(entry)[0]),
    value: text('Its value; null where it has none', ({ entry }) => split(entry)[1]),
    ...runtimeColumn<Variable>(),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      const listed = await allContainers(questions, new WantedIds(request.lookup.id));
      const inspected = questions.each(listed, async ({ inspect, id, runtime }) => ({
        id,
        runtime,
        details: await questions.refusedIsNull(inspect()),
      }));
      for await (const { id, runtime, details } of inspected)
        for (const entry of jsonTexts(details ?? undefined, 'Config', 'Env')) yield { id, runtime, entry };
    }),
});

function split(entry: string): [name: string, value: string | null] {
  const at = entry.indexOf('=');
  return at < 0 ? [entry, null] : [entry.slice(0, at), entry.slice(at + 1)];
}
