import { COST, tableOf } from '../../catalog/index.js';
import { ENGINE_PRIVILEGES, ENGINE_SOURCES, ID_KEY, runtimeColumn } from './columns.js';
import { type Label, labelsOf } from './labels.js';
import { listedImages } from './listed-images.js';
import { vendorless } from './names.js';
import { asking } from './questions.js';
import { WantedIds } from './wanted-ids.js';

const { table, text } = tableOf<Label>();

/** A row per label. */
export const dockerImageLabels = table({
  name: 'docker_image_labels',
  aliases: vendorless('docker_image_labels'),
  description: 'Labels of images',
  rows: 200,
  rowCost: COST.syscall,
  sources: ENGINE_SOURCES,
  privileges: ENGINE_PRIVILEGES,
  examples: [
    "SELECT id, value FROM docker_image_labels WHERE key = 'org.opencontainers.image.version'",
    "SELECT i.tags, l.value FROM docker_images AS i JOIN docker_image_labels AS l USING (id) WHERE l.key = 'maintainer'",
  ],
  isAsync: true,
  columns: {
    id: text('Id of the image', ({ of }) => of, ID_KEY),
    key: text('Name of the label', ({ key }) => key),
    value: text('Its value', ({ value }) => value),
    ...runtimeColumn<Label>(),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      for await (const { image, id, runtime } of listedImages(questions, new WantedIds(request.lookup.id)))
        yield* labelsOf(image, id, runtime);
    }),
});
