import { EID, eventTable, TIME } from './event-table.js';

export const yaraEvents = eventTable({
  name: 'yara_events',
  description: 'Files that changed and that YARA rules match, by the section yara of the configuration',
  sources: ['inotify(7)', 'the files themselves', '/etc/osquery/yara'],
  privileges: 'permission to read the folders and the files in them',
  examples: [
    'SELECT time, action, target_path, matches, tags FROM yara_events',
    'SELECT y.target_path, y.matches, f.sha256 FROM yara_events AS y JOIN file_events AS f USING (target_path) WHERE f.hashed = 1',
  ],
  columns: {
    target_path: ['text', 'File that changed'],
    category: ['text', 'Category in file_paths'],
    action: ['text', 'CREATED, UPDATED or MOVED_TO'],
    matches: ['text', 'Names of the rules that match, with commas between'],
    count: ['integer', 'How many rules match'],
    strings: ['text', 'Where their strings were found, as $name:offset in hexadecimal'],
    tags: ['text', 'Tags of the rules that match'],
    time: TIME,
    eid: EID,
    transaction_id: ['bigint', 'On macOS only', { hidden: true }],
  },
});
