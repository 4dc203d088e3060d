// The thread, turned into JavaScript as it is loaded: for programs that run from source.
import { register } from 'tsx/esm/api';

register();
await import('./thread.ts');
