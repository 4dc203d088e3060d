import { COST, tableOf } from '../../catalog/index.js';
import { jsonTexts, withoutDigestName } from '../../host/index.js';
import { ENGINE_PRIVILEGES, ENGINE_SOURCES, ID_KEY, type OfEngine, runtimeColumn } from './columns.js';
import { namedImages } from './listed-images.js';
import { vendorless } from './names.js';
import { asking } from './questions.js';
import { WantedIds } from './wanted-ids.js';

interface Layer extends OfEngine {
  readonly id: string;
  readonly layerId: string;
  readonly order: number;
}

const { table, integer, text } = tableOf<Layer>();

/** A row per layer, the lowest first. */
export const dockerImageLayers = table({
  name: 'docker_image_layers',
  aliases: vendorless('docker_image_layers'),
  description: 'Layers that images are made of',
  rows: 300,
  rowCost: COST.hashing,
  sources: ENGINE_SOURCES,
  privileges: ENGINE_PRIVILEGES,
  examples: [
    'SELECT layer_id, count(*) AS images FROM docker_image_layers GROUP BY layer_id ORDER BY images DESC LIMIT 5',
    "SELECT layer_order, layer_id FROM docker_image_layers WHERE id = '7d3b'",
  ],
  isAsync: true,
  columns: {
    id: text('Id of the image', ({ id }) => id, ID_KEY),
    layer_id: text('Id of the layer: the digest of its files', ({ layerId }) => layerId, { collation: 'nocase' }),
    layer_order: integer('Its place, 1 for the lowest', ({ order }) => order),
    ...runtimeColumn<Layer>(),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      const ids = new WantedIds(request.lookup.id);
      if (ids.isNone) return;
      for await (const { engine, runtime, answer } of questions.engines((engine) => namedImages(engine, ids))) {
        const images = questions.each(answer, async ({ wholeId, id }) => ({
          id,
          image: await questions.refusedIsNull(engine.image(wholeId)),
        }));
        for await (const { id, image } of images)
          for (const [index, layer] of jsonTexts(image ?? undefined, 'RootFS', 'Layers').entries())
            yield { id, runtime, layerId: withoutDigestName(layer), order: index + 1 };
      }
    }),
});
