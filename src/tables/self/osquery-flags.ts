import { selfTable } from './self-table.js';

export const osqueryFlags = selfTable({
  name: 'osquery_flags',
  description: 'Settings of this program',
  examples: [
    'SELECT name, value FROM osquery_flags WHERE value <> default_value',
    "SELECT name, description FROM osquery_flags WHERE name LIKE 'logger%'",
  ],
  columns: {
    name: ['text', 'Name'],
    type: ['text', 'bool, int32, uint32, int64, uint64, double or string'],
    description: ['text', 'What it is for'],
    default_value: ['text', 'Value where nobody sets it'],
    value: ['text', 'Value'],
    shell_only: ['integer', '1 where the shell alone has it'],
  },
});
