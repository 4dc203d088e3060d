import { COST, tableOf } from '../catalog/index.js';
import { type Container, type Host, readContainer } from '../host/index.js';

/** The containers of processes, for one scan: each process's control groups are read once, when a row asks for them. */
export class Containers {
  readonly #host: Host;
  readonly #known = new Map<number, Container | null>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Null for what is in none, or is no process (-1). */
  of(pid: number): Container | null {
    if (pid <= 0) return null;
    let container = this.#known.get(pid);
    if (container === undefined) {
      container = readContainer(this.#host, pid);
      this.#known.set(pid, container);
    }
    return container;
  }
}

/** The hidden columns that say in which container the process of a row runs. */
export function containerColumns<S>(containerOf: (subject: S) => Container | null) {
  const { text } = tableOf<S>();
  const options = { hidden: true, cost: COST.file, group: 'container' } as const;
  return {
    container_id: text('Id of the container that the process runs in', (row) => containerOf(row)?.id, options),
    container_runtime: text(
      'docker, containerd, cri-o, podman, lxc, systemd-nspawn or ecs, where its control groups tell',
      (row) => containerOf(row)?.runtime,
      options,
    ),
    pod_uid: text('UID of the Kubernetes pod', (row) => containerOf(row)?.podUid, options),
  };
}
