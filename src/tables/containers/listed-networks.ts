import { type Json, jsonText } from '../../host/index.js';
import type { OfEngine } from './columns.js';
import type { Questions } from './questions.js';
import type { WantedIds } from './wanted-ids.js';

export interface ListedNetwork extends OfEngine {
  /** The id, or the beginning of it that the query names. */
  readonly id: string;
  readonly network: Json;
}

/** Networks of all engines. */
export async function* listedNetworks(
  questions: Questions,
  ids: WantedIds,
): AsyncGenerator<ListedNetwork, void, undefined> {
  if (ids.isNone) return;
  const filters = { id: ids.prefixes };
  for await (const { runtime, answer } of questions.engines((engine) => engine.networks(filters)))
    for (const network of answer)
      for (const id of ids.shown(jsonText(network, 'Id') ?? '')) yield { id, network, runtime };
}
