import type { Folder, Print } from './folder.js';

/** Keeps what is known of files, up to a number of them. */
export class Prints {
  #count = 0;

  constructor(private readonly most: number) {}

  set(folder: Folder, name: string, print: Print): void {
    if (!folder.prints.has(name)) {
      if (this.#count >= this.most) {
        folder.isForgetful = true;
        return;
      }
      this.#count++;
    }
    folder.prints.set(name, print);
  }

  delete(folder: Folder, name: string): void {
    if (folder.prints.delete(name)) this.#count--;
  }

  /** Of a folder that is watched no more. */
  clear(folder: Folder): void {
    this.#count -= folder.prints.size;
    folder.prints.clear();
  }
}

/** What happened to a file between two looks at it; undefined where nothing did. */
export function differenceOf(old: Print, now: Print): 'UPDATED' | 'ATTRIBUTES_MODIFIED' | undefined {
  if (old.inode !== now.inode || old.size !== now.size || old.mtime !== now.mtime) return 'UPDATED';
  return old.ctime === now.ctime ? undefined : 'ATTRIBUTES_MODIFIED';
}
