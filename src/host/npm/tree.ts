import type { Attempt } from '../attempt.js';
import type { Entry } from '../files/entries.js';
import type { Host } from '../host.js';

/** A package that is unpacked in a tree of node_modules. */
export interface NpmFolder {
  /** Its folder, by the way it was found first. */
  readonly folder: string;
  /** 0 in the root's own node_modules, and 1 more for each within another package or in a store. */
  readonly depth: number;
}

export interface NpmTreeOptions {
  /** Where to stop; -1 for nowhere. */
  readonly maxDepth: number;
  readonly attempt: Attempt;
  /** Called for each package; may throw to give up. */
  readonly checkpoint: () => void;
}

/** A folder of packages, and where it is without links. */
interface Modules {
  readonly path: string;
  readonly real: string;
  readonly depth: number;
}

/**
 * The packages below `root/node_modules`, those nearer to the root first, each once by its real folder: as npm and yarn
 * lay them out, in the stores that pnpm (`.pnpm`) and yarn (`.store`) link to, and unplugged by yarn's Plug'n'Play.
 * @param root without a slash at its end
 */
export function* walkNpmTree(host: Host, root: string, options: NpmTreeOptions): Generator<NpmFolder> {
  const walk = new NpmWalk(host, options);
  walk.enter(`${root}/node_modules`, 0);
  for (const name of walk.names(`${root}/.yarn/unplugged`))
    walk.enter(`${root}/.yarn/unplugged/${name}/node_modules`, 0);
  yield* walk.packages();
}

class NpmWalk {
  readonly #host: Host;
  readonly #options: NpmTreeOptions;
  readonly #seen = new Set<string>();
  readonly #pending: Modules[] = [];

  constructor(host: Host, options: NpmTreeOptions) {
    this.#host = host;
    this.#options = options;
  }

  /** Notes a folder of packages to be looked into, unless it was, or is not there. */
  enter(path: string, depth: number): void {
    const { maxDepth, attempt } = this.#options;
    if ((maxDepth >= 0 && depth > maxDepth) || !this.#host.exists(path)) return;
    const real = attempt('', () => this.#host.canonicalPath(path));
    if (real === '' || !this.#isNew(real)) return;
    this.#pending.push({ path, real, depth });
  }

  names(folder: string): string[] {
    if (!this.#host.exists(folder)) return [];
    return this.#options.attempt<string[]>([], () => this.#host.list(folder)).sort();
  }

  *packages(): Generator<NpmFolder> {
    // The list grows while it is read.
    for (const modules of this.#pending) {
      const scopes: Entry[] = [];
      const stores: string[] = [];
      for (const entry of this.#entries(modules.path)) {
        if (entry.name.startsWith('@')) scopes.push(entry);
        else if (!entry.name.startsWith('.')) yield* this.#package(modules, entry);
        else if (entry.name === '.pnpm' || entry.name === '.store') stores.push(entry.name);
      }
      for (const scope of scopes) yield* this.#scope(modules, scope);
      for (const store of stores) yield* this.#store(modules, store);
    }
  }

  *#scope({ path, real, depth }: Modules, entry: Entry): Generator<NpmFolder> {
    const scope = { path: `${path}/${entry.name}`, real: this.#realPath(path, real, entry), depth };
    if (scope.real === '') return;
    for (const member of this.#entries(scope.path))
      if (!member.name.startsWith('.')) yield* this.#package(scope, member);
  }

  /** Its entries hold a node_modules with the package and its dependencies as links, or the package as `package`. */
  *#store({ path, depth }: Modules, name: string): Generator<NpmFolder> {
    const { maxDepth } = this.#options;
    if (maxDepth >= 0 && depth >= maxDepth) return;
    for (const entry of this.names(`${path}/${name}`)) {
      const folder = `${path}/${name}/${entry}`;
      this.enter(`${folder}/node_modules`, depth + 1);
      const real = this.#options.attempt('', () => this.#host.canonicalPath(folder));
      if (name === '.store' && real !== '')
        yield* this.#package({ path: folder, real, depth: depth + 1 }, { name: 'package', kind: 'unknown' });
    }
  }

  *#package({ path, real, depth }: Modules, entry: Entry): Generator<NpmFolder> {
    this.#options.checkpoint();
    if (entry.kind === 'file' || entry.kind === 'other') return;
    const folder = `${path}/${entry.name}`;
    if (!this.#host.exists(`${folder}/package.json`)) return;
    const target = this.#realPath(path, real, entry);
    if (target === '' || !this.#isNew(target)) return;
    yield { folder, depth };
    this.enter(`${folder}/node_modules`, depth + 1);
  }

  /** Of a folder that is no link, its parent tells. '' where it is gone. */
  #realPath(path: string, real: string, { name, kind }: Entry): string {
    return kind === 'folder'
      ? `${real}/${name}`
      : this.#options.attempt('', () => this.#host.canonicalPath(`${path}/${name}`));
  }

  #entries(path: string): Entry[] {
    const entries = this.#options.attempt<Entry[]>([], () => this.#host.listEntries(path));
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #isNew(real: string): boolean {
    if (this.#seen.has(real)) return false;
    this.#seen.add(real);
    return true;
  }
}
