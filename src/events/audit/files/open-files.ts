/** A file that a process has open. */
export interface OpenFile {
  readonly path: string;
  /** Its path is not certain: it was looked up later. */
  readonly isPartial: boolean;
  /** The kernel closes it at the next execve(2). */
  readonly closeOnExec: boolean;
  /** What was told of it last. */
  state: 'opened' | 'read' | 'written';
}

const MOST_PROCESSES = 4096;
const MOST_FILES = 4096;

type Descriptors = Map<number, OpenFile>;

/** Open files by process and descriptor, of the processes that did something last. */
export class OpenFiles {
  readonly #processes = new Map<number, Descriptors>();

  get(pid: number, fd: number): OpenFile | undefined {
    return this.#processes.get(pid)?.get(fd);
  }

  set(pid: number, fd: number, file: OpenFile): void {
    let files = this.#processes.get(pid);
    if (files && files.size >= MOST_FILES) files.clear();
    files ??= new Map();
    files.set(fd, file);
    this.#put(pid, files);
  }

  delete(pid: number, fd: number): void {
    this.#processes.get(pid)?.delete(fd);
  }

  deleteRange(pid: number, first: number, last: number): void {
    const files = this.#processes.get(pid);
    if (files) for (const fd of files.keys()) if (fd >= first && fd <= last) files.delete(fd);
  }

  /** @param isShared both have the same table (CLONE_FILES), not one copied from the other */
  fork(parent: number, child: number, isShared: boolean): void {
    const files = this.#processes.get(parent);
    if (!files)
      this.#processes.delete(child); // what an earlier process of that id had
    else this.#put(child, isShared ? files : new Map([...files].map(([fd, file]) => [fd, { ...file }])));
  }

  exec(pid: number): void {
    const files = this.#processes.get(pid);
    if (files) this.#put(pid, new Map([...files].filter(([, file]) => !file.closeOnExec)));
  }

  #put(pid: number, files: Descriptors): void {
    this.#processes.delete(pid);
    this.#processes.set(pid, files);
    if (this.#processes.size <= MOST_PROCESSES) return;
    const [oldest] = this.#processes.keys();
    if (oldest !== undefined) this.#processes.delete(oldest);
  }
}
