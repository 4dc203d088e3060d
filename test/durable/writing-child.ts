import { writeSync } from 'node:fs';
import { openDurable } from '../../src/durable/index.js';

// Counts up in a store until it is killed, and says each number once it is kept.
const [path = '', round = ''] = process.argv.slice(2);
const durable = await openDurable({ path });
for (let count = 1; ; count++) {
  await durable.write([
    { domain: 'queries', key: `counter${round}`, value: String(count) },
    { domain: 'queries', key: `twin${round}`, value: String(count) },
  ]);
  writeSync(1, `${count}\n`);
}
