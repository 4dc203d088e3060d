import type { Attempt } from '../attempt.js';
import { isEngineId } from '../engine-api/ids.js';
import { readRegularText } from '../files/regular.js';
import type { Host } from '../host.js';
import { type Json, readJson } from '../json/json.js';
import { hasProcess } from '../proc/pid/pids.js';

/** A container that containerd runs, as the folder says that it made for it. */
export interface ContainerdTask {
  /** 64 digits. */
  readonly id: string;
  /** Its first process, null where that is not known yet. */
  readonly pid: number | null;
  /** What it was started as: `config.json` of the OCI Runtime Specification. */
  readonly spec: Json;
}

/** Where containerd keeps what is lost when the machine ends: its own place, and those of k3s and MicroK8s. */
const PLACES = ['/run/containerd', '/run/k3s/containerd', '/var/snap/microk8s/common/run/containerd'];
const TASKS = 'io.containerd.runtime.v2.task';
/** Docker's containers, of which Docker itself tells. */
const OF_DOCKER = 'moby';

/**
 * Containers that containerd runs for others than Docker, by the folders of their tasks; its own API is gRPC. Those without a
 * task, which do not run, and their images are in its database alone.
 * @param isWanted of an id: the others are not read
 */
export function* listContainerdTasks(
  host: Host,
  attempt: Attempt,
  isWanted: (id: string) => boolean,
): Generator<ContainerdTask> {
  for (const place of PLACES) {
    const root = `${place}/${TASKS}`;
    for (const namespace of attempt<string[]>([], () => host.list(root))) {
      if (namespace === OF_DOCKER) continue;
      for (const id of attempt<string[]>([], () => host.list(`${root}/${namespace}`))) {
        if (!isEngineId(id) || !isWanted(id)) continue;
        const folder = `${root}/${namespace}/${id}`;
        const digits = attempt('', () => readRegularText(host, `${folder}/init.pid`, 32));
        const pid = /^[1-9]\d{0,9}$/.test(digits) ? Number(digits) : null;
        // A folder can outlive what it was made for.
        if (pid !== null && !hasProcess(host, pid)) continue;
        const spec = attempt(undefined, () => readJson(host, `${folder}/config.json`));
        if (spec !== undefined) yield { id, pid, spec };
      }
    }
  }
}
