import type { SourceDef } from '../settings.js';

export interface UdevSettings {
  /** Kinds of devices (DEVTYPE) that are passed over. */
  readonly disabledTypes: readonly string[];
}

/** Devices that come, go and change. It is on wherever events are. */
export const udevSource: SourceDef<UdevSettings> = {
  name: 'udev',
  tables: ['hardware_events'],
  settings: ({ flags }) => ({
    disabledTypes: flags
      .text('hardware_disabled_types')
      .split(/[\s,]+/)
      .filter((type) => type !== ''),
  }),
};
