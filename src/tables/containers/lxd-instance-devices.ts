import { COST, tableOf } from '../../catalog/index.js';
import { type Json, jsonEntries, jsonText } from '../../host/index.js';
import { LXD_PRIVILEGES, LXD_SOURCES } from './columns.js';
import { asking } from './questions.js';

interface Setting {
  readonly name: string;
  readonly device: string;
  readonly type: string | null;
  readonly key: string;
  readonly value: string | null;
}

const { table, text } = tableOf<Setting>();

/** A row per setting of a device, those from profiles included. */
export const lxdInstanceDevices = table({
  name: 'lxd_instance_devices',
  description: 'Devices of instances of LXD and Incus; the name of an instance is required',
  rows: 10,
  rowCost: COST.hashing,
  sources: LXD_SOURCES,
  privileges: LXD_PRIVILEGES,
  examples: [
    "SELECT device, device_type, key, value FROM lxd_instance_devices WHERE name = 'web'",
    "SELECT i.name, d.value FROM lxd_instances AS i JOIN lxd_instance_devices AS d USING (name) WHERE d.device_type = 'disk' AND d.key = 'source'",
  ],
  isAsync: true,
  columns: {
    name: text('Name of the instance', ({ name }) => name, { key: { exact: false, required: true } }),
    device: text('Name of the device', ({ device }) => device),
    device_type: text('Its type, such as disk or nic', ({ type }) => type),
    key: text('Name of the setting', ({ key }) => key),
    value: text('Its value', ({ value }) => value),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      const names = request.lookup.name?.values ?? [];
      for await (const { answer } of questions.servers((server) => server.instances(names)))
        for (const instance of answer) yield* settingsOf(instance);
    }),
});

function* settingsOf(instance: Json): Generator<Setting> {
  const name = jsonText(instance, 'name') ?? '';
  for (const [device, settings] of jsonEntries(instance, 'expanded_devices'))
    for (const [key, value] of jsonEntries(settings)) {
      if (key === 'type') continue;
      yield {
        name,
        device,
        type: jsonText(settings, 'type'),
        key,
        value: typeof value === 'string' ? value : null,
      };
    }
}
