import t from 'tap';
import { Host } from '../../../src/host/index.js';
import { mdDevices } from '../../../src/tables/hardware/md-devices.js';
import { mdDrives } from '../../../src/tables/hardware/md-drives.js';
import { mdPersonalities } from '../../../src/tables/hardware/md-personalities.js';
import { scanTable } from '../scan.js';

const debian = new Host('test/hosts/debian-small');

t.test('md_personalities', async (t) => {
  t.same(scanTable(mdPersonalities, debian), [{ name: 'raid1' }, { name: 'raid6' }, { name: 'linear' }]);
});

t.test('md_devices', async (t) => {
  const rows = scanTable(mdDevices, debian);
  const known = rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)));
  t.same(known, [
    {
      device_name: 'md0',
      status: 'active',
      raid_level: 1,
      size: 976630464,
      chunk_size: 0,
      raid_disks: 4,
      nr_raid_disks: 4,
      working_disks: 3,
      active_disks: 1,
      failed_disks: 1,
      spare_disks: 1,
      superblock_state: 'clean bitmap_present',
      superblock_version: '1.2',
      bitmap_on_mem: '2/8 pages [8KB]',
      bitmap_chunk_size: '65536KB chunk',
      bitmap_external_file: '/var/bitmap',
      check_array_progress: '12.6% (123456/976630464)',
      check_array_finish: '127.5min',
      check_array_speed: '33440K/sec',
      unused_devices: '<none>',
      other: 'super 1.2 [2/2] [UU]',
    },
    { device_name: 'md1', status: 'inactive', size: 1024, resync_progress: 'DELAYED', unused_devices: '<none>' },
  ]);
});

t.test('md_drives', async (t) => {
  t.same(scanTable(mdDrives, debian), [
    { md_device_name: 'md0', drive_name: '/dev/sda1', slot: 0, state: 'active sync writemostly' },
    { md_device_name: 'md0', drive_name: '/dev/sdb1', slot: 1, state: 'faulty' },
    { md_device_name: 'md0', drive_name: '/dev/sdc1', slot: null, state: 'spare' },
    { md_device_name: 'md0', drive_name: '/dev/sdd1', slot: 2, state: 'recovering' },
    { md_device_name: 'md0', drive_name: 'unknown', slot: 3, state: 'removed' },
  ]);
});
