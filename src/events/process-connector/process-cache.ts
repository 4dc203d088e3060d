/** What is remembered of a process. */
export interface KnownProcess {
  /** Undefined for one that ran before we looked. */
  readonly parent: number | undefined;
  /** Program it runs; undefined where nobody has seen. */
  readonly exe: string | undefined;
}

/** Parents and programs of processes that live, from what forks, execs and exits told. Bounded: the oldest is forgotten. */
export class ProcessCache {
  readonly #known = new Map<number, KnownProcess>();

  constructor(private readonly most = 65_536) {}

  get(pid: number): KnownProcess | undefined {
    return this.#known.get(pid);
  }

  /** The child runs what its parent runs. */
  fork(parent: number, pid: number): void {
    this.#set(pid, { parent, exe: this.#known.get(parent)?.exe });
  }

  exec(pid: number, parent: number | undefined, exe: string | undefined): void {
    this.#set(pid, { parent: parent ?? this.#known.get(pid)?.parent, exe });
  }

  exit(pid: number): void {
    this.#known.delete(pid);
  }

  #set(pid: number, process: KnownProcess): void {
    this.#known.delete(pid);
    this.#known.set(pid, process);
    if (this.#known.size <= this.most) return;
    for (const oldest of this.#known.keys()) {
      this.#known.delete(oldest);
      return;
    }
  }
}
