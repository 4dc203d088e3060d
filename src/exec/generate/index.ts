export { type GroupKernel, type GroupStates, groupKernel } from './group-kernel.js';
export { type KeyKernel, keyKernel } from './key-kernel.js';
export { type FilterKernel, filterKernel, type ProjectKernel, projectKernel } from './row-kernels.js';
export { stepKernel } from './step-kernel.js';
export { Warming } from './warming.js';
