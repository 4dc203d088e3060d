import { VERSION } from '../../core/index.js';
import type { Dialect } from '../../flags/index.js';

/** What a session begins with. @param bold paints what stands out */
export const greeting = (dialect: Dialect, bold: (text: string) => string): string =>
  dialect === 'osquery'
    ? `Using a ${bold('virtual database')}. Need help, type '.help'\n`
    : `${bold(`hostql ${VERSION}`)}  .help helps, Tab completes\n`;
