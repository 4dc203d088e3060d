import type { Dialect } from '../flags/index.js';

/** The name the daemon is called by decides its manners. */
export const dialectOf = (name: 'hostql' | 'osqueryd'): Dialect => (name === 'osqueryd' ? 'osquery' : 'hostql');
