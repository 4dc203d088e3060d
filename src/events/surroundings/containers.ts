import { decodeText } from '../../core/index.js';
import { type Container, type Host, parseContainer, readOr } from '../../host/index.js';

/** Container of a process: hidden columns of its events. */
export interface ContainerColumns {
  readonly container_id?: string;
  readonly container_runtime?: string | null;
  readonly pod_uid?: string | null;
}

const NONE: ContainerColumns = {};
const KEEP_MS = 1000;
const MOST = 1024;

/** In which container processes run: each is asked for its control groups once a second at most. */
export class Containers {
  readonly #byPid = new Map<number, { readonly columns: ContainerColumns | undefined; readonly atMs: number }>();
  /** Processes of one container have the same control groups: their text is parsed once. */
  readonly #byText = new Map<string, ContainerColumns>();

  constructor(private readonly host: Host) {}

  /** A process that is gone already ran where its parent runs. */
  of(pid: number, parent: number, nowMs: number): ContainerColumns {
    return this.#lookUp(pid, nowMs) ?? this.#lookUp(parent, nowMs) ?? NONE;
  }

  #lookUp(pid: number, nowMs: number): ContainerColumns | undefined {
    const known = this.#byPid.get(pid);
    if (known && nowMs - known.atMs < KEEP_MS) return known.columns;
    const columns = this.#read(`/proc/${pid}/cgroup`);
    if (this.#byPid.size >= MOST) this.#byPid.clear();
    this.#byPid.set(pid, { columns, atMs: nowMs });
    return columns;
  }

  /** Most who start are gone before they are told of: to ask first costs less than an error. */
  #read(path: string): ContainerColumns | undefined {
    if (!this.host.exists(path)) return undefined;
    return readOr(undefined, () => this.#columnsOf(decodeText(this.host.readRecord(path))));
  }

  #columnsOf(text: string): ContainerColumns {
    let columns = this.#byText.get(text);
    if (!columns) {
      columns = toColumns(parseContainer(text));
      if (this.#byText.size >= MOST) this.#byText.clear();
      this.#byText.set(text, columns);
    }
    return columns;
  }
}

const toColumns = (container: Container | null): ContainerColumns =>
  container ? { container_id: container.id, container_runtime: container.runtime, pod_uid: container.podUid } : NONE;
