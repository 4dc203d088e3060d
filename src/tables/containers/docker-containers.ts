import { COST, tableOf } from '../../catalog/index.js';
import {
  type Host,
  isEngineName,
  type Json,
  jsonAt,
  jsonCount,
  jsonFlag,
  jsonText,
  jsonTexts,
  readOr,
  withoutDigestName,
} from '../../host/index.js';
import { CONTAINER_SOURCES, ENGINE_PRIVILEGES, ID_KEY, type OfEngine, runtimeColumn } from './columns.js';
import { allContainers, type Listed } from './listed-containers.js';
import { vendorless } from './names.js';
import { asking } from './questions.js';
import { filterValues, WantedIds } from './wanted-ids.js';

interface Container extends OfEngine {
  readonly host: Host;
  readonly id: string;
  readonly container: Json;
  /** Null where no column needs it, and where the engine does not tell. */
  readonly details: Json | null;
}

const { table, bigint, integer, text } = tableOf<Container>();

/** A request took 0.4 ms, and the engine as long again. */
const inspected = { cost: 1000, group: 'inspect' } as const;

const listedText = (description: string, field: string) =>
  text(description, ({ container }) => jsonText(container, field));
const detail = (description: string, ...names: readonly string[]) =>
  text(description, ({ details }) => jsonText(details ?? undefined, ...names), inspected);
const details = (description: string, ...names: readonly string[]) =>
  text(description, ({ details }) => joined(details, names), inspected);
const switched = (description: string, ...names: readonly string[]) =>
  integer(description, ({ details }) => jsonFlag(details ?? undefined, ...names), inspected);
const namespace = (name: string, description: string) =>
  text(
    `Id of the ${description} namespace; null where it does not run, or is not for us`,
    (row) => namespaceId(row, name),
    {
      cost: inspected.cost + COST.syscall,
      group: 'inspect',
    },
  );

const columns = {
  id: text('Id; the beginning of it where the query asks for that', ({ id }) => id, ID_KEY),
  name: text('Name, with a slash before it', ({ container }) => nameOf(container), { key: { exact: false } }),
  image: listedText('Image it was made of, as it was named', 'Image'),
  image_id: text('Id of the image', ({ container }) => withoutDigest(container), { collation: 'nocase' }),
  command: listedText('Command', 'Command'),
  created: bigint('When it was made, in seconds since the epoch', ({ container }) => jsonCount(container, 'Created')),
  state: listedText('created, running, paused, restarting, removing, exited or dead', 'State'),
  status: listedText('The state in words, with how long it lasts', 'Status'),
  pid: bigint('Its first process, 0 where it does not run', ({ details }) => pidOf(details), inspected),
  path: detail('Program that is started', 'Path'),
  config_entrypoint: details('Words of its entry point, with commas between', 'Config', 'Entrypoint'),
  started_at: text('When it was last started', ({ details }) => timeOf(details, 'StartedAt'), inspected),
  finished_at: text('When it last ended; null while it runs', ({ details }) => endOf(details), inspected),
  privileged: switched('1 where nothing is kept from it, else 0', 'HostConfig', 'Privileged'),
  security_options: details('Security options, with commas between', 'HostConfig', 'SecurityOpt'),
  env_variables: details('Environment it is started with, with commas between', 'Config', 'Env'),
  readonly_rootfs: switched('1 where it cannot write to its own files, else 0', 'HostConfig', 'ReadonlyRootfs'),
  cgroup_namespace: namespace('cgroup', 'cgroup'),
  ipc_namespace: namespace('ipc', 'IPC'),
  mnt_namespace: namespace('mnt', 'mount'),
  net_namespace: namespace('net', 'network'),
  pid_namespace: namespace('pid', 'pid'),
  user_namespace: namespace('user', 'user'),
  uts_namespace: namespace('uts', 'host name'),
  ...runtimeColumn<Container>(),
};

/** Those for which the engine must be asked container by container. */
const INSPECTED = Object.entries(columns).flatMap(([name, { options }]) => (options.group === 'inspect' ? [name] : []));

/** All of them, running or not. */
export const dockerContainers = table({
  name: 'docker_containers',
  aliases: vendorless('docker_containers'),
  description: 'Containers of Docker and Podman, running or not, and those that containerd runs',
  rows: 20,
  rowCost: COST.file,
  sources: [...CONTAINER_SOURCES, '/proc/<pid>/ns'],
  privileges: ENGINE_PRIVILEGES,
  examples: [
    "SELECT id, name, image FROM docker_containers WHERE state = 'running'",
    'SELECT name, image FROM docker_containers WHERE privileged = 1',
    'SELECT c.name, p.pid, p.name FROM docker_containers AS c JOIN processes AS p ON p.container_id = c.id',
  ],
  isAsync: true,
  columns,
  scan: (request) =>
    asking(request, async function* (questions) {
      const { host, lookup } = request;
      const name = filterValues(lookup.name, (value) => isEngineName(bare(value)))?.map(bare);
      const isInspected = INSPECTED.some((column) => request.columns.has(column));
      const row = async (listed: Listed): Promise<Container> => {
        const { runtime, id, container, inspect } = listed;
        const details = isInspected ? await questions.refusedIsNull(inspect()) : null;
        return { host, runtime, id, container, details };
      };
      yield* questions.each(await allContainers(questions, new WantedIds(lookup.id), { name }), row);
    }),
});

/** Null where nobody tells; none is an empty text. */
function joined(details: Json | null, names: readonly string[]): string | null {
  const list = jsonAt(details ?? undefined, ...names);
  return list === undefined ? null : jsonTexts(list).join(', ');
}

const bare = (name: string): string => name.replace(/^\//, '');

/** Of a container that others are linked to, the names that they know it by come along: `/web/db`. */
function nameOf(container: Json): string | null {
  const names = jsonTexts(container, 'Names');
  return names.find((name) => name.lastIndexOf('/') <= 0) ?? names[0] ?? null;
}

function withoutDigest(container: Json): string | null {
  const id = jsonText(container, 'ImageID');
  return id === null ? null : withoutDigestName(id);
}

const pidOf = (details: Json | null): number | bigint | null => jsonCount(details ?? undefined, 'State', 'Pid');

/** The year 1 is Go's word for never. */
function timeOf(details: Json | null, name: string): string | null {
  const time = jsonText(details ?? undefined, 'State', name);
  return time?.startsWith('0001-') ? null : time;
}

/** A container that was started again still has the end of its last run. */
const endOf = (details: Json | null): string | null =>
  jsonFlag(details ?? undefined, 'State', 'Running') === 1 ? null : timeOf(details, 'FinishedAt');

function namespaceId({ host, details }: Container, name: string): string | null {
  const pid = pidOf(details);
  if (pid === null || pid <= 0) return null;
  const target = readOr('', () => host.readLink(`/proc/${pid}/ns/${name}`));
  return new RegExp(`^${name}:\\[(\\d+)\\]$`).exec(target)?.[1] ?? null;
}
