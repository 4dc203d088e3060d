import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program beside a test file, in the form the test itself runs in: TypeScript, or the JavaScript made of it. */
export const sibling = (name: string, testUrl: string): string =>
  fileURLToPath(new URL(name + extname(fileURLToPath(testUrl)), testUrl));
