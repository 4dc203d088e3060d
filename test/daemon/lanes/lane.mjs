// A lane whose TypeScript is turned into JavaScript as it is loaded.
import { register } from 'tsx/esm/api';

register();
await import('../../../src/daemon/lanes/worker.ts');
