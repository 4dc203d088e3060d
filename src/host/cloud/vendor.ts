import type { Host } from '../host.js';
import { readDmi } from '../sys/dmi.js';

/** Clouds that tell a machine of itself. */
export type Cloud = 'AWS' | 'Azure' | 'Yandex Cloud';

/** What every virtual machine of Azure has as its asset tag, and other machines of Hyper-V have not. */
const AZURE_TAG = '7783-7084-3265-9085-8269-3286-77';

/** Whether the firmware says that the machine is in a cloud; undefined where it does not say (containers, some ARM boards). */
export function isOn(host: Host, cloud: Cloud): boolean | undefined {
  const vendor = readDmi(host, 'sys_vendor');
  if (vendor === null) return undefined;
  switch (cloud) {
    case 'AWS':
      return vendor.startsWith('Amazon') || /amazon/i.test(readDmi(host, 'bios_version') ?? '');
    case 'Azure':
      return vendor === 'Microsoft Corporation' && readDmi(host, 'chassis_asset_tag') === AZURE_TAG;
    case 'Yandex Cloud':
      return /^yandex/i.test(vendor);
  }
}
