import { COST, tableOf } from '../../catalog/index.js';
import { type Json, jsonFlag, jsonInteger, jsonText } from '../../host/index.js';
import { LXD_PRIVILEGES, LXD_SOURCES } from './columns.js';
import { asking } from './questions.js';

interface Instance {
  readonly instance: Json;
  /** Null where no column needs it, and where the server has none. */
  readonly metadata: Json | null;
  readonly state: Json | null;
}

const { table, integer, text } = tableOf<Instance>();

/** The image is mounted for it where it is not. */
const inMetadata = { cost: COST.process, group: 'metadata' } as const;
const inState = { cost: COST.process, group: 'state' } as const;

const listed = (description: string, ...names: readonly string[]) =>
  text(description, ({ instance }) => jsonText(instance, ...names));
const property = (description: string, name: string) =>
  text(description, ({ metadata }) => jsonText(metadata ?? undefined, 'properties', name), inMetadata);
const flag = (description: string, name: string) =>
  integer(description, ({ instance }) => jsonFlag(instance, name) ?? 0);
const state = (description: string, name: string) =>
  integer(description, ({ state }) => jsonInteger(state ?? undefined, name), inState);

/** A row per instance of the default project. */
export const lxdInstances = table({
  name: 'lxd_instances',
  description: 'Containers and virtual machines of LXD and Incus',
  rows: 10,
  rowCost: COST.file,
  sources: LXD_SOURCES,
  privileges: LXD_PRIVILEGES,
  examples: [
    "SELECT name, created_at FROM lxd_instances WHERE status = 'Running'",
    'SELECT i.name, p.name FROM lxd_instances AS i JOIN processes AS p USING (pid)',
  ],
  isAsync: true,
  columns: {
    name: text('Name', ({ instance }) => jsonText(instance, 'name'), { key: { exact: false } }),
    status: listed('Running, Stopped, Frozen or Error', 'status'),
    stateful: flag('1 where its state is kept while it is stopped, else 0', 'stateful'),
    ephemeral: flag('1 where it is deleted when it stops, else 0', 'ephemeral'),
    created_at: listed('When it was made', 'created_at'),
    base_image: listed('Fingerprint of the image it was made of', 'config', 'volatile.base_image'),
    architecture: property('Architecture of its image', 'architecture'),
    os: property('System of its image', 'os'),
    description: property('What its image is', 'description'),
    pid: state('Its first process, as the machine sees it', 'pid'),
    processes: state('Processes in it', 'processes'),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      const { columns, lookup } = request;
      const needsMetadata = ['architecture', 'os', 'description'].some((name) => columns.has(name));
      const needsState = columns.has('pid') || columns.has('processes');
      for await (const { server, answer } of questions.servers((server) => server.instances(lookup.name?.values)))
        yield* questions.each(answer, async (instance) => {
          const name = jsonText(instance, 'name') ?? '';
          const [metadata, state] = await Promise.all([
            needsMetadata ? questions.orNull(server.instanceMetadata(name)) : null,
            needsState ? questions.orNull(server.instanceState(name)) : null,
          ]);
          return { instance, metadata, state };
        });
    }),
});
