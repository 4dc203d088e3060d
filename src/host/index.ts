export * from './errors.js';
export * from './facts.js';
export * from './host.js';
