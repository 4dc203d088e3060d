import { randomUUID } from 'node:crypto';
import { COST, type SelfFacts, tableOf } from '../../catalog/index.js';
import { VERSION } from '../../core/index.js';
import { type Host, hostUuid } from '../../host/index.js';

/** This program, as it runs now. */
interface Program {
  readonly host: Host;
  readonly self: SelfFacts | undefined;
}

let ownInstanceId: string | undefined;
const instanceId = (): string => {
  ownInstanceId ??= randomUUID();
  return ownInstanceId;
};

const { table, integer, text } = tableOf<Program>();

/** One row. What a daemon alone has is empty in a one-shot query. */
export const osqueryInfo = table({
  name: 'osquery_info',
  description: 'This program, as it runs now',
  rows: 1,
  sources: ['the program itself', '/sys/class/dmi/id/product_uuid'],
  examples: [
    'SELECT version, pid, start_time FROM osquery_info',
    'SELECT p.resident_size FROM osquery_info AS i JOIN processes AS p USING (pid)',
  ],
  columns: {
    pid: integer('Process that answers', ({ host }) => host.facts.pid),
    uuid: text('Id of the machine, as in system_info', ({ host, self }) => hostUuid(host, self?.storedUuid), {
      cost: COST.file,
      collation: 'nocase',
    }),
    instance_id: text(
      "Id of this installation's store; of this process where it has none",
      ({ self }) => self?.instanceId ?? instanceId(),
    ),
    version: text('Version of this program', ({ self }) => self?.version ?? VERSION, { collation: 'version' }),
    config_hash: text('Hash of the configuration, null where there is none', ({ self }) => self?.configHash, {
      collation: 'nocase',
    }),
    config_valid: integer('1 where a configuration was read and is right, else 0', ({ self }) =>
      self?.isConfigValid ? 1 : 0,
    ),
    extensions: text('active where extensions can register, else inactive', ({ self }) =>
      self?.hasExtensions ? 'active' : 'inactive',
    ),
    build_platform: text('Platform this program is built for', () => 'linux'),
    build_distro: text('Distribution this program is built on; constant, as it runs on any', () => 'centos7'),
    start_time: integer('When this process started, in seconds since the epoch', ({ host, self }) =>
      Math.floor((self?.startedMs ?? host.facts.startedMs) / 1000),
    ),
    watcher: integer('Process that watches this one, -1 where there is none', ({ self }) => self?.watcherPid ?? -1),
    platform_mask: integer('Bits of the platform: 1 POSIX, 8 Linux', () => 9),
  },
  *scan({ host, self }) {
    yield { host, self };
  },
});
