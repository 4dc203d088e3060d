import { COST, tableOf } from '../../catalog/index.js';
import { isEngineName, jsonText } from '../../host/index.js';
import { ENGINE_PRIVILEGES, ENGINE_SOURCES, runtimeColumn } from './columns.js';
import { type Label, labelFilter, labelsOf } from './labels.js';
import { vendorless } from './names.js';
import { asking } from './questions.js';
import { filterValues } from './wanted-ids.js';

const { table, text } = tableOf<Label>();

/** A row per label. */
export const dockerVolumeLabels = table({
  name: 'docker_volume_labels',
  aliases: vendorless('docker_volume_labels'),
  description: 'Labels of volumes',
  rows: 20,
  rowCost: COST.syscall,
  sources: ENGINE_SOURCES,
  privileges: ENGINE_PRIVILEGES,
  examples: [
    "SELECT name, value FROM docker_volume_labels WHERE key = 'com.docker.compose.project'",
    'SELECT name, count(*) AS labels FROM docker_volume_labels GROUP BY name',
  ],
  isAsync: true,
  columns: {
    name: text('Name of the volume', ({ of }) => of, { key: { exact: false } }),
    key: text('Name of the label', ({ key }) => key, { key: { exact: false, rowsPerValue: 10 } }),
    value: text('Its value', ({ value }) => value),
    ...runtimeColumn<Label>(),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      const { lookup } = request;
      const filters = { name: filterValues(lookup.name, isEngineName), label: labelFilter(lookup.key) };
      for await (const { runtime, answer } of questions.engines((engine) => engine.volumes(filters)))
        for (const volume of answer) yield* labelsOf(volume, jsonText(volume, 'Name') ?? '', runtime);
    }),
});
