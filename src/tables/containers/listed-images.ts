import { type DockerEngine, type Json, jsonText, withoutDigestName } from '../../host/index.js';
import type { OfEngine } from './columns.js';
import type { Named } from './listed-containers.js';
import type { Questions } from './questions.js';
import type { WantedIds } from './wanted-ids.js';

export interface ListedImage extends OfEngine {
  /** As the list of its engine has it. */
  readonly image: Json;
  /** The id, or the beginning of it that the query names. */
  readonly id: string;
}

/** Images of all engines. */
export async function* listedImages(
  questions: Questions,
  ids: WantedIds,
): AsyncGenerator<ListedImage, void, undefined> {
  if (ids.isNone) return;
  for await (const { runtime, answer } of questions.engines((engine) => engine.images()))
    for (const image of answer) for (const { id } of namesOf(image, ids)) yield { image, id, runtime };
}

/** The images that a query names, or all; whole ids are taken at their word. */
export async function namedImages(engine: DockerEngine, ids: WantedIds): Promise<readonly Named[]> {
  if (ids.whole) return ids.whole.map((id) => ({ wholeId: id, id }));
  return (await engine.images()).flatMap((image) => namesOf(image, ids));
}

function namesOf(image: Json, ids: WantedIds): Named[] {
  const wholeId = withoutDigestName(jsonText(image, 'Id') ?? '');
  return ids.shown(wholeId).map((id) => ({ wholeId, id }));
}
