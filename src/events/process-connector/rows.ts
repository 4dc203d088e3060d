import type { EventRow, Gap } from '../source.js';
import type { Surroundings } from '../surroundings/surroundings.js';
import { type ExecDetails, type ProcessIds, readExe, readExecDetails, readProcessIds } from './details.js';
import type { ProcessMessage } from './message.js';
import { ProcessCache } from './process-cache.js';

/** What stands in the stream: a message, or that some are missing. */
export type StreamItem = Exclude<ProcessMessage, { kind: 'answer' }> | { readonly kind: 'gap'; readonly gap: Gap };

/** A row that waits for the messages which tell whether what was read of its process was still its own. */
export interface HeldRow {
  readonly pid: number;
  readonly atNs: number;
  readonly parent: number | undefined;
  readonly syscall: 'execve' | 'fork';
  readonly details: ExecDetails;
}

type Held = HeldRow | { readonly gap: Gap };

/** Makes rows of process_events of the stream. */
export class ProcessRows {
  readonly #cache = new ProcessCache();

  constructor(
    private readonly around: Surroundings,
    private readonly wantsForks: () => boolean,
  ) {}

  /**
   * Reads of `/proc` what rows need, while the processes are there. What a later message of the batch says is over is
   * not looked for: a process that ended has no program any more, and one that has started another would tell of that.
   */
  look(batch: readonly StreamItem[]): Held[] {
    const last = lastOfEach(batch);
    const held: Held[] = [];
    for (const [index, item] of batch.entries()) {
      switch (item.kind) {
        case 'gap':
          held.push({ gap: item.gap });
          break;
        case 'fork':
          this.#seeProgramOf(item.parent, last);
          this.#cache.fork(item.parent, item.pid);
          if (this.wantsForks()) held.push(this.#fork(item, last.get(item.pid)?.index === index));
          break;
        case 'exec':
          held.push(this.#exec(item, last.get(item.pid), index));
          break;
        case 'exit':
          this.#cache.exit(item.pid);
          break;
      }
    }
    return held;
  }

  /** @param next messages that came while `/proc` was read: what it told of a process that they are about is not sure */
  settle(held: readonly Held[], next: readonly StreamItem[]): (HeldRow | { readonly gap: Gap })[] {
    const changed = new Set<number>();
    for (const item of next) if (item.kind === 'exec' || item.kind === 'fork') changed.add(item.pid);
    if (changed.size === 0) return [...held];
    return held.map((row) => {
      if ('gap' in row || !changed.has(row.pid)) return row;
      if (row.syscall === 'execve') this.#cache.exec(row.pid, row.parent, undefined);
      return { ...row, details: {} };
    });
  }

  row({ pid, parent, syscall, details }: HeldRow): EventRow {
    const { around } = this;
    const { exe, inode, uids = [], gids = [] } = details;
    const facts =
      exe === undefined ? null : around.programs.of(exe, pid, inode === undefined ? [] : [inode], around.nowMs);
    return {
      pid,
      path: exe,
      mode: facts?.mode,
      cmdline: details.cmdline,
      cmdline_size: details.cmdlineBytes,
      env_count: details.envCount,
      env_size: details.envBytes,
      cwd: details.cwd,
      auid: details.auid,
      uid: uids[0],
      euid: uids[1],
      suid: uids[2],
      fsuid: uids[3],
      gid: gids[0],
      egid: gids[1],
      sgid: gids[2],
      fsgid: gids[3],
      owner_uid: facts?.ownerUid,
      owner_gid: facts?.ownerGid,
      atime: facts?.atime,
      mtime: facts?.mtime,
      ctime: facts?.ctime,
      btime: facts?.btime,
      parent,
      uptime: around.uptime,
      syscall,
      comm: details.comm,
      ...around.containers.of(pid, parent ?? 0, around.nowMs),
    };
  }

  #exec(item: StreamItem & { kind: 'exec' }, last: Last | undefined, index: number): HeldRow {
    const { host } = this.around;
    const { pid, atNs } = item;
    let details: ExecDetails = {};
    if (last?.index === index) details = readExecDetails(host, pid);
    else if (last?.kind === 'exit' && last.before === index) details = readProcessIds(host, pid);
    const parent = details.parent || this.#cache.get(pid)?.parent;
    this.#cache.exec(pid, parent, details.exe);
    return { pid, atNs, parent, syscall: 'execve', details };
  }

  /** What the child of a process that ran before we looked runs; one look for all its children. */
  #seeProgramOf(parent: number, last: ReadonlyMap<number, Last>): void {
    if (this.#cache.get(parent) || last.get(parent)) return;
    this.#cache.exec(parent, undefined, readExe(this.around.host, parent));
  }

  #fork(item: StreamItem & { kind: 'fork' }, isLast: boolean): HeldRow {
    const { pid, atNs, parent } = item;
    const ids: ProcessIds = isLast ? readProcessIds(this.around.host, pid) : {};
    return { pid, atNs, parent, syscall: 'fork', details: { ...ids, exe: this.#cache.get(pid)?.exe } };
  }
}

/** The last message of a process in a batch, and the one before it. */
interface Last {
  readonly kind: 'fork' | 'exec' | 'exit';
  readonly index: number;
  readonly before: number | undefined;
}

function lastOfEach(batch: readonly StreamItem[]): Map<number, Last> {
  const last = new Map<number, Last>();
  for (const [index, item] of batch.entries()) {
    if (item.kind !== 'gap' && item.kind !== 'other') {
      last.set(item.pid, { kind: item.kind, index, before: last.get(item.pid)?.index });
    }
  }
  return last;
}
