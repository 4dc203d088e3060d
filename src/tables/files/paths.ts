/** A path without the slashes it ends in; `/` stays. Pure, as all here. */
export function withoutTail(path: string): string {
  let end = path.length;
  while (end > 1 && path[end - 1] === '/') end--;
  return path.slice(0, end);
}

/** Last name of a path: `hosts` of `/etc/hosts`, `.` where the path ends in a slash, `/` of `/`. */
export function nameOf(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash < path.length - 1) return path.slice(slash + 1);
  return withoutTail(path) === '/' ? '/' : '.';
}

/** The path before the last name: `/etc` of `/etc/hosts` and of `/etc/`, empty for `/` and for a name alone. */
export function folderOf(path: string): string {
  if (withoutTail(path) === '/') return '';
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : withoutTail(path.slice(0, slash + 1));
}

/** The path of an entry of a folder. */
export const within = (folder: string, name: string): string =>
  folder.endsWith('/') ? folder + name : `${folder}/${name}`;
