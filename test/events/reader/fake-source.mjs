// The fake source, turned into JavaScript as it is loaded.
import { register } from 'tsx/esm/api';

register();
await import('./fake-source.ts');
