export { automaticTable } from './automatic.js';
export { type Attaching, attachFiles, type ServedFile, serveFile } from './file.js';
