import { Gone } from '../core/index.js';
import {
  type ExtendedAttribute,
  type FileStats,
  type FileSystemStats,
  Host,
  Refused,
  TooLarge,
} from '../host/index.js';
import type { Recording } from './recording.js';

/** What the host says of a folder that is read as a file: that closes nothing below it. */
const IS_FOLDER = 'is a directory';
/** Links followed in one path (path_resolution(7)). */
const MAX_LINKS = 40;

/**
 * A host that answers as it would, and notes in a {@link Recording} whatever it answered: so a recording holds the
 * sources of every table that was read through it, and a new table needs no line here.
 */
export class RecordingHost extends Host {
  readonly #recording: Recording;
  /** Where this host's files stand in the recording: '' for the machine, a folder for a container. */
  readonly #base: string;

  /** @param root as {@link Host} takes it: '' for this machine */
  constructor(recording: Recording, root = '', outer?: Host, recordedAt = '', base = '') {
    super(root, outer, recordedAt);
    this.#recording = recording;
    this.#base = base;
  }

  override get mayAvoidFiles(): boolean {
    return false;
  }

  override readBytes(path: string, limitBytes?: number): Buffer {
    return this.#noted(
      path,
      () => super.readBytes(path, limitBytes),
      (bytes) => this.#file(path, bytes),
    );
  }

  override readRecord(path: string): Buffer {
    return this.#noted(
      path,
      () => super.readRecord(path),
      (bytes) => this.#file(path, bytes),
    );
  }

  override forEachChunk(
    path: string,
    onChunk: (chunk: Buffer) => unknown,
    options?: { readonly limitBytes?: number },
  ): number {
    const chunks: Buffer[] = [];
    let kept = 0;
    const keep = (chunk: Buffer): unknown => {
      // One byte past the limit, so that the recording knows that there was more.
      if (kept <= this.#recording.fileLimitBytes) chunks.push(Buffer.from(chunk));
      kept += chunk.length;
      return onChunk(chunk);
    };
    try {
      return this.#noted(
        path,
        () => super.forEachChunk(path, keep, options),
        () => undefined,
      );
    } finally {
      if (chunks.length > 0 || this.#kindOf(path) === 'file') this.#file(path, Buffer.concat(chunks));
    }
  }

  /** What will be read of it is not known yet: all of it is kept, as far as a recording keeps a file. */
  override openFile(path: string): number {
    return this.#noted(
      path,
      () => super.openFile(path),
      () => this.#whole(path),
    );
  }

  #whole(path: string): void {
    const chunks: Buffer[] = [];
    let kept = 0;
    super.forEachChunk(path, (chunk) => {
      chunks.push(Buffer.from(chunk));
      kept += chunk.length;
      return kept <= this.#recording.fileLimitBytes;
    });
    this.#file(path, Buffer.concat(chunks));
  }

  /** What is read at offsets is not known beforehand: the file is kept from its start on. */
  override openRegular(path: string): number {
    const fd = this.#noted(
      path,
      () => super.openRegular(path),
      () => undefined,
    );
    let kept = 0;
    this.forEachChunk(path, (chunk) => {
      kept += chunk.length;
      return kept <= this.#recording.fileLimitBytes;
    });
    return fd;
  }

  override readLink(path: string): string {
    return this.#noted(
      path,
      () => super.readLink(path),
      (target) => {
        const place = this.#place(path, 'keep');
        if (place !== undefined) this.#recording.link(this.#base, place, target);
      },
      'keep',
    );
  }

  override list(path: string): string[] {
    return this.#listed(path, () => super.list(path), String);
  }

  override listNumbers(path: string): number[] {
    return this.#listed(path, () => super.listNumbers(path), String);
  }

  override listEntries(path: string): ReturnType<Host['listEntries']> {
    return this.#listed(
      path,
      () => super.listEntries(path),
      ({ name }) => name,
    );
  }

  override *streamEntries(path: string): ReturnType<Host['streamEntries']> {
    yield* this.listEntries(path);
  }

  override stat(path: string): FileStats {
    return this.#noted(
      path,
      () => super.stat(path),
      (stats) => this.#stats(path, 'follow', stats),
    );
  }

  override lstat(path: string): FileStats {
    return this.#noted(
      path,
      () => super.lstat(path),
      (stats) => this.#stats(path, 'keep', stats),
      'keep',
    );
  }

  override exists(path: string): boolean {
    const isThere = super.exists(path);
    if (isThere) this.#object(path, 'follow');
    return isThere;
  }

  override canonicalPath(path: string): string {
    return this.#noted(
      path,
      () => super.canonicalPath(path),
      () => this.#object(path, 'follow'),
    );
  }

  /** One that is refused leaves the files on it alone: the recording refuses what it has no answer for. */
  override statfs(path: string): FileSystemStats {
    const stats = super.statfs(path);
    this.#recording.statfs.set(this.#base + path, stats);
    return stats;
  }

  override extendedAttributes(path: string): readonly ExtendedAttribute[] {
    return this.#noted(
      path,
      () => super.extendedAttributes(path),
      (attributes) => {
        const place = this.#object(path, 'follow');
        if (place !== undefined) this.#recording.extendedAttributes.set(this.#base + place, attributes);
      },
    );
  }

  override answer(name: string, ask: () => Buffer): Buffer | undefined {
    const bytes = super.answer(name, ask);
    if (bytes) this.#recording.answer(name, bytes);
    return bytes;
  }

  override async answerLater(name: string, ask: () => Promise<Buffer>): Promise<Buffer | undefined> {
    const bytes = await super.answerLater(name, ask);
    if (bytes) this.#recording.answer(name, bytes);
    return bytes;
  }

  protected override inside(id: string, root: string, recordedAt = ''): Host {
    return new RecordingHost(this.#recording, root, this, recordedAt, this.#recording.mountNamespace(id));
  }

  #noted<T>(path: string, read: () => T, note: (value: T) => void, links: 'follow' | 'keep' = 'follow'): T {
    let value: T;
    try {
      value = read();
    } catch (error) {
      if (error instanceof Refused) this.#refused(path, links, error);
      throw error;
    }
    note(value);
    return value;
  }

  #listed<T>(path: string, list: () => T[], nameOf: (entry: T) => string): T[] {
    return this.#noted(path, list, (entries) => {
      const place = this.#object(path, 'follow');
      if (place === undefined) return;
      const before = place === '/' ? '/' : `${place}/`;
      for (const entry of entries) this.#object(before + nameOf(entry), 'keep');
    });
  }

  #file(path: string, bytes: Buffer): void {
    const place = this.#place(path, 'follow');
    if (place !== undefined) this.#recording.file(this.#base, place, bytes);
  }

  #stats(path: string, links: 'follow' | 'keep', stats: FileStats): void {
    const place = this.#object(path, links);
    if (place !== undefined) this.#recording.stat.set(this.#base + place, stats);
  }

  /** Notes that something is there, and of what kind. @returns its path without links */
  #object(path: string, links: 'follow' | 'keep'): string | undefined {
    const place = this.#place(path, links);
    if (place === undefined || this.#recording.has(this.#base + place)) return place;
    try {
      this.#note(place, super.lstat(place));
    } catch (error) {
      if (!isOfHost(error)) throw error;
    }
    return place;
  }

  #note(place: string, stats: FileStats): void {
    if (stats.isDirectory()) this.#recording.folder(this.#base, place);
    else if (stats.isSymbolicLink()) this.#recording.link(this.#base, place, this.#targetOf(place));
    else {
      this.#recording.empty(this.#base, place);
      // What lists the folder asks for the kind, and a checkout has files alone.
      if (!stats.isFile()) this.#recording.stat.set(this.#base + place, stats);
    }
  }

  #targetOf(place: string): string {
    try {
      return super.readLink(place);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#recording.refused.add(this.#base + place);
      return 'refused';
    }
  }

  /** `too large` is no refusal: the recording's file is as large. Of what cannot be looked at, the folders are made. */
  #refused(path: string, links: 'follow' | 'keep', error: Refused): void {
    if (error instanceof TooLarge && this.#recording.has(this.#base + path)) return;
    if (error.reason === IS_FOLDER) return;
    const place = this.#object(path, links);
    if (place !== undefined && place !== '/') this.#recording.refused.add(this.#base + place);
  }

  /** What is at a path, in the recording's words; undefined where nothing is, or it is hidden. */
  #kindOf(path: string): 'file' | 'other' | undefined {
    try {
      return super.stat(path).isFile() ? 'file' : 'other';
    } catch (error) {
      if (!isOfHost(error)) throw error;
      return undefined;
    }
  }

  /**
   * Walks a path name by name as the system would, and notes the folders and links on its way.
   * @returns its path without links; undefined for one that is not absolute, or leads nowhere
   */
  #place(path: string, links: 'follow' | 'keep'): string | undefined {
    if (!path.startsWith('/')) return undefined;
    const pending = path.split('/').reverse();
    const names: string[] = [];
    let followed = 0;
    try {
      for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
        if (name === '..') names.pop();
        if (name === '' || name === '.' || name === '..') continue;
        const place = `/${[...names, name].join('/')}`;
        const isLast = pending.every((rest) => rest === '' || rest === '.');
        const target = isLast && links === 'keep' ? undefined : this.#linkAt(place);
        if (target === undefined) {
          names.push(name);
          if (!isLast) this.#recording.folder(this.#base, place);
          continue;
        }
        if (++followed > MAX_LINKS) return undefined;
        if (target.startsWith('/')) names.length = 0;
        pending.push(...target.split('/').reverse());
      }
    } catch (error) {
      if (!isOfHost(error)) throw error;
      return undefined;
    }
    return `/${names.join('/')}`;
  }

  /** The target of a link, undefined where a path is none. */
  #linkAt(place: string): string | undefined {
    const known = this.#recording.linkAt(this.#base + place);
    if (known !== null) return known;
    try {
      if (!super.lstat(place).isSymbolicLink()) return undefined;
    } catch (error) {
      // A folder that lets nobody look: what is in it is refused all the same.
      if (error instanceof Refused) return undefined;
      throw error;
    }
    const target = super.readLink(place);
    this.#recording.link(this.#base, place, target);
    return target;
  }
}

const isOfHost = (error: unknown): boolean => error instanceof Gone || error instanceof Refused;
