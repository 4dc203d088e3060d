import { COST, tableOf } from '../../catalog/index.js';
import { jsonEntries, jsonText } from '../../host/index.js';
import { LXD_PRIVILEGES, LXD_SOURCES } from './columns.js';
import { asking } from './questions.js';

interface Setting {
  readonly name: string;
  readonly key: string;
  readonly value: string | null;
}

const { table, text } = tableOf<Setting>();

/** A row per setting of the instance's own, without those of its profiles. */
export const lxdInstanceConfig = table({
  name: 'lxd_instance_config',
  description: 'Settings of instances of LXD and Incus; the name of an instance is required',
  rows: 30,
  rowCost: COST.hashing,
  sources: LXD_SOURCES,
  privileges: LXD_PRIVILEGES,
  examples: [
    "SELECT key, value FROM lxd_instance_config WHERE name = 'web'",
    "SELECT i.name FROM lxd_instances AS i JOIN lxd_instance_config AS c USING (name) WHERE c.key = 'security.privileged' AND c.value = 'true'",
  ],
  isAsync: true,
  columns: {
    name: text('Name of the instance', ({ name }) => name, { key: { exact: false, required: true } }),
    key: text('Name of the setting', ({ key }) => key),
    value: text('Its value', ({ value }) => value),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      const names = request.lookup.name?.values ?? [];
      for await (const { answer } of questions.servers((server) => server.instances(names)))
        for (const instance of answer)
          for (const [key, value] of jsonEntries(instance, 'config'))
            yield {
              name: jsonText(instance, 'name') ?? '',
              key,
              value: typeof value === 'string' ? value : null,
            };
    }),
});
