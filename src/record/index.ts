export { FolderSink, NoRoom } from './folder-sink.js';
export { type RecordingSink, type RecordOptions, type RecordReport, record } from './record.js';
export { RecordingHost } from './recording-host.js';
