import { createHash } from 'node:crypto';

/** Whether a platform of a pack or query means Linux, by osquery's search for parts of words. */
export const isForLinux = (platform: string): boolean =>
  platform === '' || platform === 'null' || /any|all|linux|ubuntu|centos|posix/.test(platform);

/** Whether the program's version is at least the required one: numbers between dots, from left to right. */
export function isVersionAtLeast(version: string, required: string): boolean {
  if (required === '' || required === 'null') return true;
  if (version === '0.0.0' || required === '0.0.0') return true;
  const parts = version.split('.').map(leadingNumber);
  for (const [at, wanted] of required.split('.').map(leadingNumber).entries()) {
    const have = parts[at];
    if (have === undefined) return false;
    if (have !== wanted) return have > wanted;
  }
  return true;
}

const leadingNumber = (part: string): number => Number(/^\d{1,15}/.exec(part)?.[0] ?? 0);

/** Which share of all hosts this one is in, 0 to 100, by its name. */
export const machineShard = (hostname: string): number =>
  Math.floor(((createHash('sha1').update(hostname).digest()[0] ?? 0) * 100) / 255);
