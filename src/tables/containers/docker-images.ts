import { COST, tableOf } from '../../catalog/index.js';
import { type Json, jsonCount, jsonText, jsonTexts, withoutDigestName } from '../../host/index.js';
import { ENGINE_PRIVILEGES, ENGINE_SOURCES, type OfEngine, runtimeColumn } from './columns.js';
import { vendorless } from './names.js';
import { asking } from './questions.js';

interface Image extends OfEngine {
  readonly image: Json;
}

const { table, bigint, text } = tableOf<Image>();

/** A row per image, whatever number of names it has. */
export const dockerImages = table({
  name: 'docker_images',
  aliases: vendorless('docker_images'),
  description: 'Images that container engines have',
  rows: 50,
  rowCost: COST.file,
  sources: ENGINE_SOURCES,
  privileges: ENGINE_PRIVILEGES,
  examples: [
    'SELECT tags, size_bytes FROM docker_images ORDER BY size_bytes DESC LIMIT 10',
    'SELECT c.name, i.tags FROM docker_containers AS c JOIN docker_images AS i ON i.id = c.image_id',
  ],
  isAsync: true,
  columns: {
    id: text('Id, without the name of its digest', ({ image }) => withoutDigestName(jsonText(image, 'Id') ?? ''), {
      collation: 'nocase',
    }),
    created: bigint('When it was made, in seconds since the epoch', ({ image }) => jsonCount(image, 'Created')),
    size_bytes: bigint('Size of all its layers, in bytes', ({ image }) => jsonCount(image, 'Size')),
    tags: text('Its names, with commas between', ({ image }) => jsonTexts(image, 'RepoTags').join(',')),
    ...runtimeColumn<Image>(),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      for await (const { runtime, answer } of questions.engines((engine) => engine.images()))
        for (const image of answer) yield { runtime, image };
    }),
});
