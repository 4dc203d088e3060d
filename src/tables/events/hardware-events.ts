import { EID, eventTable, TIME } from './event-table.js';

const nocase = { collation: 'nocase' } as const;

export const hardwareEvents = eventTable({
  name: 'hardware_events',
  description: 'Devices that came, went and changed',
  sources: ['messages of udevd, or of the kernel where none runs', '/run/udev/data', 'usb.ids, pci.ids'],
  examples: [
    "SELECT time, path, vendor, model, serial FROM hardware_events WHERE action = 'add' AND type = 'usb_device'",
    "SELECT time, action, path FROM hardware_events WHERE type = 'disk'",
  ],
  columns: {
    action: ['text', 'add, remove, change, bind, unbind, move, online or offline'],
    path: ['text', "The device's node; null where it has none"],
    type: ['text', 'Kind of device, such as usb_device, usb_interface or disk'],
    driver: ['text', 'Driver bound to it'],
    vendor: ['text', 'Who made it'],
    vendor_id: ['text', 'Id of the vendor in hexadecimal', nocase],
    model: ['text', 'What it is called'],
    model_id: ['text', 'Id of the model in hexadecimal', nocase],
    serial: ['text', 'Serial number'],
    revision: ['text', 'Revision of the model'],
    time: TIME,
    eid: EID,
  },
});
