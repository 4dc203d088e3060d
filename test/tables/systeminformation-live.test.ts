import * as si from 'systeminformation';
import t from 'tap';
import type { TableSpec } from '../../src/catalog/index.js';
import { Host } from '../../src/host/index.js';
import { linuxTables } from '../../src/tables/index.js';
import { type ScannedRow, scanTable } from './scan.js';

/* The same machine as another library sees it, which asks programs where we ask the kernel. */

const host = new Host();

function rows(name: string): ScannedRow[] {
  const table = linuxTables.find((candidate) => candidate.name === name) as TableSpec; // names are those of tables
  return scanTable(table, host);
}

t.test('memory and processors', async (t) => {
  const [memory, cpu] = await Promise.all([si.mem(), si.cpu()]);
  t.equal(rows('memory_info')[0]?.memory_total, memory.total);
  t.equal(rows('memory_info')[0]?.swap_total, memory.swaptotal);
  t.equal(rows('system_info')[0]?.cpu_logical_cores, cpu.cores);
});

t.test('interfaces', async (t) => {
  const found = await si.networkInterfaces();
  const ours = new Map(rows('interface_details').map((row) => [row.interface, row]));
  const addresses = rows('interface_addresses').map((row) => `${row.interface} ${row.address}`);
  for (const { iface, mac, mtu, ip4 } of Array.isArray(found) ? found : [found]) {
    const row = ours.get(iface);
    if (!row) continue; // aliases have no link of their own
    if (mac !== '') t.equal(row.mac, mac, iface);
    if (mtu !== null) t.equal(row.mtu, mtu, iface);
    if (ip4 !== '') t.ok(addresses.includes(`${iface} ${ip4}`), `${iface} ${ip4}`);
  }
});

t.test('disks', async (t) => {
  const ours = new Map(rows('block_devices').map((row) => [row.name, Number(row.size) * 512]));
  for (const { name, size, type } of await si.blockDevices())
    if (type === 'disk' || type === 'part') t.equal(ours.get(`/dev/${name}`), size, name);
});

t.test('batteries, graphics adapters', async (t) => {
  const [power, graphics] = await Promise.all([si.battery(), si.graphics()]);
  t.equal(rows('battery').length > 0, power.hasBattery);
  const slots = rows('graphics_adapters').map((row) => String(row.pci_slot));
  // It leaves out the domain of the bus.
  for (const { busAddress } of graphics.controllers)
    if (busAddress)
      t.ok(
        slots.some((slot) => slot.endsWith(busAddress)),
        busAddress,
      );
});

t.test('connections', async (t) => {
  const ports = new Set(rows('listening_ports').map((row) => Number(row.port)));
  for (const { protocol, state, localPort } of await si.networkConnections())
    if (protocol === 'tcp' && state === 'LISTEN') t.ok(ports.has(Number(localPort)), `port ${localPort}`);
});
