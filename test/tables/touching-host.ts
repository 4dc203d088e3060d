import { Host } from '../../src/host/index.js';

/** A host that notes what is asked of it, as `read /proc/1/comm`, for tests of what a scan touches. */
export class TouchingHost extends Host {
  readonly touched: string[] = [];

  override readBytes(path: string, limitBytes?: number): Buffer {
    this.touched.push(`read ${path}`);
    return super.readBytes(path, limitBytes);
  }

  override readRecord(path: string): Buffer {
    this.touched.push(`read ${path}`);
    return super.readRecord(path);
  }

  override readLink(path: string): string {
    this.touched.push(`link ${path}`);
    return super.readLink(path);
  }

  override listNumbers(path: string): number[] {
    this.touched.push(`list ${path}`);
    return super.listNumbers(path);
  }

  override stat(path: string): ReturnType<Host['stat']> {
    this.touched.push(`stat ${path}`);
    return super.stat(path);
  }

  override exists(path: string): boolean {
    this.touched.push(`stat ${path}`);
    return super.exists(path);
  }
}
