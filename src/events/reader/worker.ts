import { OPENS } from './open.js';
import { runReader } from './run.js';

// A reader: a thread that waits for one source in the kernel and makes blocks of what it tells.
runReader(OPENS);
