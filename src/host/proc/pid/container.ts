import { readOr } from '../../errors.js';
import type { Host } from '../../host.js';
import { textOf } from '../../text.js';
import type { ProcessFolder } from './pids.js';

/** The container that a process runs in, as the names of its control groups tell. */
export interface Container {
  /** 64 hexadecimal digits, or the name where the runtime has names. */
  readonly id: string;
  /** docker, containerd, cri-o, podman, lxc, systemd-nspawn, ecs; null where the names do not tell. */
  readonly runtime: string | null;
  /** UID of the Kubernetes pod, with dashes; null outside of one. */
  readonly podUid: string | null;
}

/** Null for a process outside of any container, and where its control groups are not for us. */
export const readContainer = (host: Host, pid: ProcessFolder): Container | null =>
  readOr(null, () => parseContainer(textOf(host.readRecord(`/proc/${pid}/cgroup`))));

/**
 * Of `/proc/<pid>/cgroup`: the first hierarchy that names a container counts, and of containers in containers the
 * innermost. Seen from inside, a container with a cgroup namespace of its own looks like none. Pure.
 */
export function parseContainer(text: string): Container | null {
  for (const line of text.split('\n')) {
    const names = line.slice(line.indexOf(':', line.indexOf(':') + 1) + 1).split('/');
    const found = containerOf(names);
    if (found) return { ...found, podUid: podOf(names) };
  }
  return null;
}

type Found = Pick<Container, 'id' | 'runtime'>;

function containerOf(names: readonly string[]): Found | null {
  for (let at = names.length - 1; at > 0; at--) {
    const name = names[at] ?? '';
    if (MONITOR.test(name)) return null;
    const found = prefixed(name) ?? bare(name, names, at) ?? named(name, names[at - 1] ?? '');
    if (found) return found;
  }
  return null;
}

/** What watches a container runs beside it, in a group that is called after it. */
const MONITOR = /^(?:lxc\.monitor\.|(?:crio|libpod)-conmon-)/;

/** Runtimes by what they write before the id. */
const RUNTIMES: Readonly<Record<string, string>> = {
  docker: 'docker',
  'cri-containerd': 'containerd',
  containerd: 'containerd',
  nerdctl: 'containerd',
  crio: 'cri-o',
  libpod: 'podman',
};

/** `docker-<id>.scope` of systemd; with another driver `…:cri-containerd:<id>`. */
function prefixed(name: string): Found | null {
  const [, runtime = '', id] = /(?:^|:)([a-z]+(?:-[a-z]+)?)[-:]([0-9a-f]{64})(?:\.scope)?$/.exec(name) ?? [];
  return id === undefined ? null : { id, runtime: RUNTIMES[runtime] ?? null };
}

/** An id of Amazon's Fargate: that of the task, and a number. */
const TASK = /^[0-9a-f]{32}-\d{6,12}$/;

/** An id alone, in a group of the runtime's or of Kubernetes. */
function bare(name: string, names: readonly string[], at: number): Found | null {
  const isTask = TASK.test(name);
  if (!isTask && !/^[0-9a-f]{64}$/.test(name)) return null;
  if (names.includes('ecs')) return { id: name, runtime: 'ecs' };
  if (isTask) return null;
  return { id: name, runtime: names[at - 1] === 'docker' ? 'docker' : null };
}

function named(name: string, parent: string): Found | null {
  const payload = /^lxc\.payload\.(.+)$/.exec(name)?.[1] ?? (parent === 'lxc' ? name : undefined);
  if (payload !== undefined && payload !== '') return { id: payload, runtime: 'lxc' };
  // Virtual machines have scopes of the same kind: machine-qemu\x2d1\x2dname.scope.
  const machine =
    /^machine-(?!qemu|lxc)(.+)\.scope$/.exec(name)?.[1] ?? /^systemd-nspawn@(.+)\.service$/.exec(name)?.[1];
  return machine === undefined ? null : { id: unescape(machine), runtime: 'systemd-nspawn' };
}

/** systemd writes what a unit's name cannot hold in hexadecimal. */
const unescape = (name: string): string =>
  name.replace(/\\x([0-9a-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));

/** `pod<uid>`, where systemd's slices have `_` for `-`; static pods have a hash without either. */
function podOf(names: readonly string[]): string | null {
  const pod = names.findLast((name) => POD.test(name));
  return pod === undefined ? null : (POD.exec(pod)?.[1]?.replaceAll('_', '-') ?? null);
}

const POD = /(?:^|-)pod([0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}|[0-9a-f]{32})(?:\.slice(?::.*)?)?$/;
