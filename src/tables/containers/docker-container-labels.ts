import { COST, tableOf } from '../../catalog/index.js';
import { ENGINE_PRIVILEGES, ENGINE_SOURCES, ID_KEY, runtimeColumn } from './columns.js';
import { type Label, labelFilter, labelsOf } from './labels.js';
import { listedContainers } from './listed-containers.js';
import { vendorless } from './names.js';
import { asking } from './questions.js';
import { WantedIds } from './wanted-ids.js';

const { table, text } = tableOf<Label>();

/** A row per label. */
export const dockerContainerLabels = table({
  name: 'docker_container_labels',
  aliases: vendorless('docker_container_labels'),
  description: 'Labels of containers',
  rows: 100,
  rowCost: COST.syscall,
  sources: ENGINE_SOURCES,
  privileges: ENGINE_PRIVILEGES,
  examples: [
    "SELECT id, value FROM docker_container_labels WHERE key = 'com.docker.compose.project'",
    'SELECT c.name, l.key, l.value FROM docker_containers AS c JOIN docker_container_labels AS l USING (id)',
  ],
  isAsync: true,
  columns: {
    id: text('Id of the container', ({ of }) => of, ID_KEY),
    key: text('Name of the label', ({ key }) => key, { key: { exact: false, rowsPerValue: 20 } }),
    value: text('Its value', ({ value }) => value),
    ...runtimeColumn<Label>(),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      const { lookup } = request;
      const filters = { label: labelFilter(lookup.key) };
      for await (const { container, id, runtime } of listedContainers(questions, new WantedIds(lookup.id), filters))
        yield* labelsOf(container, id, runtime);
    }),
});
