import * as fs from 'node:fs';
import { type Host, readOr } from '../../host/index.js';
import type { EventSource, SourceContext } from '../source.js';
import { type Action, actionOf } from './action.js';
import { Canary } from './canary.js';
import { Excludes } from './excludes.js';
import { type Folder, printOf } from './folder.js';
import type { Inotify } from './kernel.js';
import { IN, type InotifyEvent } from './message.js';
import type { Category } from './path-pattern.js';
import { Prints } from './prints.js';
import { EventQueue } from './queue.js';
import { Rows } from './rows.js';
import { Scans } from './scans.js';
import type { InotifySettings, PathSetting } from './settings.js';
import { StateSets } from './state.js';
import { survey } from './survey.js';
import { FolderTree } from './tree.js';
import { Watches } from './watches.js';

/** Longest stay in one call. */
const SLICE_MS = 40;
/** While there is other work, the kernel's queue is emptied so often: it holds 16,384 events where nobody changed that. */
const DRAIN_MS = 5;
/** Events waiting here at most: some millions. */
const MOST_QUEUED_BYTES = 128e6;
/** So many events behind, files are not hashed any more. */
const MOST_BEHIND = 50_000;
const MOST_PRINTS = 300_000;
/** Between two comparisons of everything. */
const COMPARE_PAUSE_MS = 1000;
/** Between looks at where links lead, and whether there is room for folders that found none. */
const REVIEW_MS = 30_000;

export interface WatcherOptions {
  readonly context: SourceContext;
  readonly open: () => Inotify;
  /** Monotonic. */
  readonly clockMs: () => number;
}

/** Watches files by inotify(7): see {@link FolderTree} for what is watched, {@link survey} for what no event tells. */
export class FileWatcher implements EventSource<InotifySettings> {
  readonly #options: WatcherOptions;
  readonly #host: Host;
  readonly #queue = new EventQueue(MOST_QUEUED_BYTES);
  readonly #states = new StateSets();
  readonly #watches: Watches;
  readonly #prints = new Prints(MOST_PRINTS);
  readonly #tree: FolderTree;
  readonly #rows: Rows;
  readonly #canary: Canary | undefined;
  /** Always readable: waited for where there is more to do. */
  readonly #more = fs.openSync('/dev/null', 'r');
  #kernel: Inotify;
  #settings: InotifySettings;
  #scans: Scans | undefined;
  #survey: Generator<void> | undefined;
  #surveyed: Folder[] = [];
  #drainedMs = 0;
  #mustCompare = false;
  #comparedMs = Number.NEGATIVE_INFINITY;
  #reviewedMs: number;
  #refusedTold = 0;

  /** @throws SourceUnavailable */
  constructor(settings: InotifySettings, options: WatcherOptions) {
    const { context, open, clockMs } = options;
    this.#options = options;
    this.#host = context.host;
    this.#settings = settings;
    this.#kernel = open();
    this.#canary = canaryOf(clockMs, context);
    this.#canary?.watchBy(this.#kernel);
    this.#watches = new Watches(context.host, this.#kernel, 0);
    this.#tree = new FolderTree(
      { host: context.host, queue: this.#queue, watches: this.#watches, prints: this.#prints },
      this.#states.none,
      new Excludes([]),
    );
    this.#rows = new Rows(
      {
        host: context.host,
        emit: context.emit,
        arrived: () => this.#queue.arrived,
        drain: () => this.#drainNowAndThen(),
        isBusy: () => this.#queue.length > MOST_BEHIND,
      },
      new Excludes([]),
      { isOn: false, mostBytes: 0 },
    );
    this.#reviewedMs = clockMs();
    this.configure(settings);
  }

  get descriptors(): readonly number[] {
    return this.#hasWork ? [this.#kernel.fd, this.#more] : [this.#kernel.fd];
  }

  get subscriptions(): number {
    return this.#settings.paths.length;
  }

  get #hasWork(): boolean {
    return (
      this.#survey !== undefined ||
      this.#tree.surveys.length > 0 ||
      !this.#queue.isEmpty ||
      this.#tree.hasRechecks ||
      this.#surveyed.length > 0
    );
  }

  configure(settings: InotifySettings): void {
    this.#setScans(settings);
    this.#settings = settings;
    const excludes = new Excludes(settings.excludes);
    this.#rows.excludes = excludes;
    this.#rows.hashing = { isOn: settings.hashes, mostBytes: settings.mostFileBytes };
    this.#watches.most = settings.mostWatches || Math.floor(kernelLimit(this.#host) * 0.9);
    for (const { pattern } of settings.paths) {
      if (!pattern.startsWith('/')) this.#options.context.say('warning', `file_paths: ${pattern} is no absolute path`);
    }
    this.#tree.configure(this.#states.start(withTargets(settings.paths, this.#host)), excludes);
  }

  /** Rules are compiled anew where they are others. */
  #setScans({ yara, mostFileBytes }: InotifySettings): void {
    if (this.#scans && JSON.stringify(yara) === JSON.stringify(this.#settings.yara)) return;
    const { context, clockMs } = this.#options;
    this.#scans?.close();
    this.#scans =
      yara && new Scans(yara, { context, clockMs, mostBytes: mostFileBytes, drain: () => this.#drainNowAndThen() });
  }

  read(): void {
    const { clockMs } = this.#options;
    const endMs = clockMs() + SLICE_MS;
    this.#drain();
    while (this.#hasWork && clockMs() < endMs) {
      this.#drainNowAndThen();
      this.#work();
    }
    this.#scans?.work();
  }

  tick(): void {
    const { clockMs, context } = this.#options;
    this.#drain();
    this.#scans?.work();
    if (this.#queue.isEmpty) this.#tree.endMoves();
    if (this.#mustCompare && clockMs() - this.#comparedMs >= COMPARE_PAUSE_MS) this.#compare();
    if (this.#canary?.isSilent()) this.#reopen('inotify fell silent');
    if (this.#rows.unhashed > 0) {
      context.say('warning', `${this.#rows.unhashed} changed files were not hashed: there were too many at once`);
      this.#rows.unhashed = 0;
    }
    if (!this.#hasWork) this.#tellRefused();
    if (clockMs() - this.#reviewedMs >= REVIEW_MS) this.#review();
  }

  close(): void {
    this.#scans?.close();
    this.#kernel.close();
    this.#canary?.close();
    fs.closeSync(this.#more);
  }

  /** One step of what there is to do: folders are looked into before events are. */
  #work(): void {
    if (!this.#survey) {
      const next = this.#tree.surveys.pop();
      if (next && !next.folder.isGone) {
        this.#surveyed.push(next.folder);
        this.#survey = survey(next, {
          host: this.#host,
          queue: this.#queue,
          tree: this.#tree,
          prints: this.#prints,
          drain: () => this.#drain(),
          tell: (folder, name, action, hits) => this.#tell(folder, name, action, 0, hits, this.#queue.arrived),
        });
      }
      if (next) return;
    }
    if (this.#survey) {
      if (this.#survey.next().done) this.#survey = undefined;
      return;
    }
    this.#queue.stopGathering();
    // Only now do we hear of accesses: our own are over.
    for (const folder of this.#surveyed.splice(0)) this.#watches.widen(folder, this.#tree.pathOf(folder));
    const event = this.#queue.next();
    if (event) this.#handle(event);
    else {
      this.#rows.forget();
      this.#tree.recheck();
    }
  }

  #drainNowAndThen(): void {
    if (this.#options.clockMs() - this.#drainedMs >= DRAIN_MS) this.#drain();
  }

  /** Takes all that the kernel has. */
  #drain(): void {
    const { emit } = this.#options.context;
    for (let bytes = this.#kernel.read(); bytes; bytes = this.#kernel.read()) {
      const { dropped, isTorn } = this.#queue.push(bytes);
      if (isTorn) emit.gap({ reason: 'inotify gave half an event' });
      if (dropped > 0)
        emit.gap({ reason: 'there were more changes of files than there was memory for', lost: dropped });
      if (dropped > 0 || isTorn) this.#mustCompare = true;
    }
    this.#drainedMs = this.#options.clockMs();
  }

  #handle(event: InotifyEvent): void {
    const { mask, wd, name } = event;
    if ((mask & IN.Q_OVERFLOW) !== 0) {
      this.#options.context.emit.gap({ reason: "the kernel's inotify queue overflowed" });
      this.#canary?.excuse();
      this.#mustCompare = true;
      return;
    }
    if (this.#canary?.isMine(wd)) return;
    const isIgnored = (mask & IN.IGNORED) !== 0;
    const folder = this.#watches.folderOf(wd, isIgnored);
    if (!folder) return;
    if (isIgnored) this.#tree.ended(folder);
    else if ((mask & IN.MOVE_SELF) !== 0) this.#tree.movedAway(folder);
    else if (name === '') this.#handleOwn(folder, mask);
    else this.#handleEntry(folder, event);
  }

  #handleEntry(folder: Folder, { mask, cookie, name }: InotifyEvent): void {
    const action = actionOf(mask);
    if (!action) return;
    const { hits } = folder.states.find(name);
    const { taken } = this.#queue;
    this.#follow(folder, name, mask, cookie, action);
    if (hits.length > 0) this.#tell(folder, name, action, cookie, hits, taken);
  }

  /** Folders that come, go and move are followed. */
  #follow(folder: Folder, name: string, mask: number, cookie: number, action: Action): void {
    const isFolder = (mask & IN.ISDIR) !== 0;
    switch (action) {
      case 'CREATED':
        if (isFolder) this.#tree.attach(folder, name, false, 'told');
        else this.#tree.attachLink(folder, name);
        return;
      case 'MOVED_TO':
        this.#tree.arrive(folder, name, cookie, isFolder ? 'folder' : 'other');
        return;
      case 'MOVED_FROM':
        this.#tree.depart(folder, name, cookie);
        this.#prints.delete(folder, name);
        return;
      case 'DELETED':
        this.#tree.detach(folder, name);
        this.#prints.delete(folder, name);
        return;
    }
  }

  /** What happens to a watched folder itself is told by the folder that it is in, where patterns say so. */
  #handleOwn(folder: Folder, mask: number): void {
    const action = actionOf(mask);
    if (!action) return;
    const told = new Set(folder.edges.flatMap(({ from, name }) => (from.wd < 0 ? [] : from.states.find(name).hits)));
    const hits = folder.states.categories.filter((category) => !told.has(category));
    const path = this.#tree.pathOf(folder);
    if (!this.#settings.files) return;
    this.#rows.tell({ folder: parentOf(path), path: `${path}/`, action, cookie: 0, hits, arrived: this.#queue.taken });
  }

  #tell(
    folder: Folder,
    name: string,
    action: Action,
    cookie: number,
    hits: readonly Category[],
    arrived: number,
  ): void {
    const path = this.#tree.pathOf(folder);
    if (this.#scans && SCANNED.has(action)) this.#scan(this.#scans, path, name, action, hits);
    if (!this.#settings.files) return;
    const own = this.#rows.tell({ folder: path, path: `${path}/${name}`, action, cookie, hits, arrived });
    if (own && !folder.isGone) this.#prints.set(folder, name, printOf(own));
  }

  #scan(scans: Scans, folder: string, name: string, action: Action, hits: readonly Category[]): void {
    const path = `${folder}/${name}`;
    for (const { name: category } of hits) {
      if (scans.has(category) && !this.#rows.excludes.leavesOut(folder, path)) scans.add(path, { action, category });
    }
  }

  #compare(): void {
    this.#mustCompare = false;
    this.#comparedMs = this.#options.clockMs();
    this.#survey = undefined;
    this.#tree.compareAll();
  }

  /** @param reason why the instance of inotify is not to be trusted */
  #reopen(reason: string): void {
    const { context, open } = this.#options;
    const kernel = open();
    this.#kernel.close();
    this.#kernel = kernel;
    const lost = this.#queue.clear();
    context.emit.gap({ reason, ...(lost > 0 && { lost }) });
    context.say('warning', `${reason}: files are watched anew`);
    this.#watches.moveTo(kernel);
    this.#canary?.watchBy(kernel);
    this.#compare();
  }

  /** Folders that are not watched are told once, and again when there are more. */
  #tellRefused(): void {
    const { emit, say } = this.#options.context;
    const refused = [...this.#tree.refused].filter(([, count]) => count > 0);
    const total = refused.reduce((sum, [, count]) => sum + count, 0);
    if (total > this.#refusedTold) {
      const reasons = refused.map(([reason, count]) => `${count} for ${reason === 'no room' ? NO_ROOM : reason}`);
      const reason = `${total} folders are not watched: ${reasons.join(', ')}`;
      say('warning', reason);
      emit.gap({ reason });
    }
    this.#refusedTold = Math.max(total, this.#refusedTold);
  }

  #review(): void {
    this.#reviewedMs = this.#options.clockMs();
    if ((this.#tree.refused.get('no room') ?? 0) > 0 && this.#watches.hasRoom) this.#mustCompare = true;
    const states = this.#states.start(withTargets(this.#settings.paths, this.#host));
    if (states !== this.#tree.root.states) this.configure(this.#settings);
  }
}

/** What yara_events tells of. */
const SCANNED: ReadonlySet<Action> = new Set(['CREATED', 'UPDATED', 'MOVED_TO']);

const NO_ROOM = 'no room (fs.inotify.max_user_watches, --file_events_max_watches)';

/** Before a kernel could be asked: its smallest default. */
const LEAST_WATCHES = 8192;

const kernelLimit = (host: Host): number =>
  Number(readOr('', () => host.readText('/proc/sys/fs/inotify/max_user_watches'))) || LEAST_WATCHES;

/** A path without wildcards that leads through links means what it leads to, too. */
function withTargets(paths: readonly PathSetting[], host: Host): readonly PathSetting[] {
  return paths.flatMap((setting) => {
    if (/[%*]/.test(setting.pattern) || !setting.pattern.startsWith('/')) return [setting];
    const target = readOr(setting.pattern, () => host.canonicalPath(setting.pattern));
    const pattern = setting.pattern.endsWith('/') ? `${target}/` : target;
    return /[%*]/.test(pattern) || target === setting.pattern.replace(/\/+$/, '')
      ? [setting]
      : [setting, { ...setting, pattern }];
  });
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

function canaryOf(clockMs: () => number, { say }: SourceContext): Canary | undefined {
  try {
    return new Canary(clockMs);
  } catch {
    say('info', 'there is no place for a temporary file, by which to see whether events of files still come');
    return undefined;
  }
}
