import { Host } from '../src/host/index.js';

/** What a host was asked: a verb and a path, as `read /proc/1/comm`, `list /proc`, `stat /etc/passwd`, `link /proc/1/exe`. */
export type Touch = `${'read' | 'list' | 'stat' | 'link'} ${string}`;

/** A host that notes every path it is asked for, in order, whatever it answers. */
export class RecordingHost extends Host {
  readonly touches: Touch[] = [];

  override readBytes(path: string, limitBytes?: number): ReturnType<Host['readBytes']> {
    this.touches.push(`read ${path}`);
    return super.readBytes(path, limitBytes);
  }

  override readRecord(path: string): ReturnType<Host['readRecord']> {
    this.touches.push(`read ${path}`);
    return super.readRecord(path);
  }

  override forEachChunk(...args: Parameters<Host['forEachChunk']>): number {
    this.touches.push(`read ${args[0]}`);
    return super.forEachChunk(...args);
  }

  override readLink(path: string): string {
    this.touches.push(`link ${path}`);
    return super.readLink(path);
  }

  override list(path: string): string[] {
    this.touches.push(`list ${path}`);
    return super.list(path);
  }

  override listEntries(path: string): ReturnType<Host['listEntries']> {
    this.touches.push(`list ${path}`);
    return super.listEntries(path);
  }

  override streamEntries(path: string): ReturnType<Host['streamEntries']> {
    this.touches.push(`list ${path}`);
    return super.streamEntries(path);
  }

  override listNumbers(path: string): number[] {
    this.touches.push(`list ${path}`);
    return super.listNumbers(path);
  }

  override stat(path: string): ReturnType<Host['stat']> {
    this.touches.push(`stat ${path}`);
    return super.stat(path);
  }

  override lstat(path: string): ReturnType<Host['lstat']> {
    this.touches.push(`stat ${path}`);
    return super.lstat(path);
  }

  override exists(path: string): boolean {
    this.touches.push(`stat ${path}`);
    return super.exists(path);
  }

  override canonicalPath(path: string): string {
    this.touches.push(`stat ${path}`);
    return super.canonicalPath(path);
  }

  override statfs(path: string): ReturnType<Host['statfs']> {
    this.touches.push(`stat ${path}`);
    return super.statfs(path);
  }
}
