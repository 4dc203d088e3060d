import { COST, tableOf } from '../../catalog/index.js';
import { type Json, jsonCount, jsonText, jsonTexts } from '../../host/index.js';
import { ENGINE_PRIVILEGES, ENGINE_SOURCES, ID_KEY, type OfEngine, runtimeColumn } from './columns.js';
import { namedImages } from './listed-images.js';
import { vendorless } from './names.js';
import { asking } from './questions.js';
import { WantedIds } from './wanted-ids.js';

interface Step extends OfEngine {
  readonly id: string;
  readonly step: Json;
}

const { table, bigint, text } = tableOf<Step>();

/** A row per step, the last one first. */
export const dockerImageHistory = table({
  name: 'docker_image_history',
  aliases: vendorless('docker_image_history'),
  description: 'Steps that images were built in',
  rows: 500,
  rowCost: COST.hashing,
  sources: ENGINE_SOURCES,
  privileges: ENGINE_PRIVILEGES,
  examples: [
    "SELECT created, created_by FROM docker_image_history WHERE id = '7d3b'",
    "SELECT id, created_by FROM docker_image_history WHERE created_by LIKE '%curl%'",
  ],
  isAsync: true,
  columns: {
    id: text('Id of the image', ({ id }) => id, ID_KEY),
    created: bigint('When, in seconds since the epoch', ({ step }) => jsonCount(step, 'Created') ?? 0),
    size: bigint('Bytes it added', ({ step }) => jsonCount(step, 'Size') ?? 0),
    created_by: text('Command of the step', ({ step }) => jsonText(step, 'CreatedBy')),
    tags: text('Names of the image at that step, with commas between', ({ step }) => jsonTexts(step, 'Tags').join(',')),
    comment: text('Comment', ({ step }) => jsonText(step, 'Comment')),
    ...runtimeColumn<Step>(),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      const ids = new WantedIds(request.lookup.id);
      if (ids.isNone) return;
      for await (const { engine, runtime, answer } of questions.engines((engine) => namedImages(engine, ids))) {
        const histories = questions.each(answer, async ({ wholeId, id }) => ({
          id,
          steps: (await questions.refusedIsNull(engine.history(wholeId))) ?? [],
        }));
        for await (const { id, steps } of histories) for (const step of steps) yield { id, runtime, step };
      }
    }),
});
