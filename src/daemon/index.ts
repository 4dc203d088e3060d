export { daemonMain } from './program.js';
