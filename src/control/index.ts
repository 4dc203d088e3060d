export { askControl, NoDaemon } from './client.js';
export { type Cell, type Failure, fromCell, type Reply, type Request, toCell } from './protocol.js';
export { ControlBusy, type ControlServer, type Handler, serveControl } from './server.js';
