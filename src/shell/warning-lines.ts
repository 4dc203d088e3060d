import { visible } from './text.js';

/**
 * Warnings as the shell shows them, under the result, each once, and what to do about them.
 * @param isRoot whether we may read all there is already
 */
export function warningLines(warnings: ReadonlySet<string>, isRoot: boolean): string[] {
  const lines = [...warnings].map((warning) => `warning: ${visible(warning)}`);
  const isRefused = [...warnings].some((warning) => warning.includes('permission denied') && !warning.includes('root'));
  return isRefused && !isRoot ? [...lines, 'hint: run it as root to read all'] : lines;
}

export const isRoot = (): boolean => process.geteuid?.() === 0;
