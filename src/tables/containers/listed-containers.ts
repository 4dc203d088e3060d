import {
  type DockerEngine,
  type EngineFilters,
  inspectedAsDocker,
  isEngineId,
  type Json,
  jsonText,
  listedAsDocker,
} from '../../host/index.js';
import type { OfEngine } from './columns.js';
import type { Questions } from './questions.js';
import type { WantedIds } from './wanted-ids.js';

/** A container as the list of its engine has it. */
export interface Listed extends OfEngine {
  /** 64 digits, or the beginning of them that the query names. */
  readonly id: string;
  readonly container: Json;
  /** What the engine tells of it alone. Rejects with Gone, Refused. */
  inspect(): Promise<Json>;
}

/** Containers of all engines, running or not. There may be more of them than the filters want. */
export async function* listedContainers(
  questions: Questions,
  ids: WantedIds,
  filters: EngineFilters = {},
): AsyncGenerator<Listed, void, undefined> {
  if (ids.isNone) return;
  const wanted = { ...filters, id: ids.prefixes };
  for await (const { engine, runtime, answer } of questions.engines((engine) => engine.containers(wanted))) {
    for (const container of answer) {
      const wholeId = jsonText(container, 'Id') ?? '';
      // What else an engine may say is no container, and cannot be asked for.
      if (!isEngineId(wholeId)) continue;
      const inspect = () => engine.container(wholeId);
      for (const id of ids.shown(wholeId)) yield { runtime, id, container, inspect };
    }
  }
}

/** Those of containerd, too. */
export async function* everyContainer(
  ...asked: Parameters<typeof listedContainers>
): AsyncGenerator<Listed, void, undefined> {
  yield* listedContainers(...asked);
  const [questions, ids] = asked;
  for (const task of questions.containerdTasks((id) => ids.shown(id).length > 0)) {
    const container = listedAsDocker(task);
    const inspect = async () => inspectedAsDocker(task);
    for (const id of ids.shown(task.id)) yield { runtime: 'containerd', id, container, inspect };
  }
}

/** The same at once, for questions about each of them. */
export async function allContainers(...asked: Parameters<typeof listedContainers>): Promise<Listed[]> {
  const all: Listed[] = [];
  for await (const listed of everyContainer(...asked)) all.push(listed);
  return all;
}

export interface Named {
  readonly wholeId: string;
  readonly id: string;
}

/** The containers that a query must name; whole ids are taken at their word. */
export async function namedContainers(engine: DockerEngine, ids: WantedIds): Promise<readonly Named[]> {
  if (ids.whole) return ids.whole.map((id) => ({ wholeId: id, id }));
  const listed = await engine.containers({ id: ids.prefixes });
  return listed.flatMap((container) => {
    const wholeId = jsonText(container, 'Id') ?? '';
    return ids.shown(wholeId).map((id) => ({ wholeId, id }));
  });
}
