// Opens the audit system with the settings of its argument, says so, and waits to be killed.
import { openAudit } from '../../../src/events/audit/source.js';
import { Host } from '../../../src/host/index.js';

openAudit(JSON.parse(process.argv[2] ?? '{}'), {
  host: new Host(),
  emit: { row: () => {}, gap: () => {} },
  say: () => {},
  now: Date.now,
});
console.log('open');
setInterval(() => {}, 60_000);
