import { COST, tableOf } from '../../catalog/index.js';
import { type Host, readEfiFlag, readOr } from '../../host/index.js';

const { table, integer, text } = tableOf<Host>();

const foreign = { hidden: true };
const flag = (name: string, description: string) =>
  integer(description, (host) => readOr(null, () => readEfiFlag(host, name)), { cost: COST.file });

/** One row on machines that started by UEFI, none elsewhere. */
export const secureboot = table({
  name: 'secureboot',
  description: 'Whether the firmware lets signed software alone start; no row where the machine did not start by UEFI',
  rows: 1,
  sources: ['/sys/firmware/efi/efivars'],
  examples: [
    'SELECT secure_boot, setup_mode FROM secureboot',
    "SELECT CASE secure_boot WHEN 1 THEN 'on' ELSE 'off' END AS verified FROM secureboot",
  ],
  columns: {
    secure_boot: flag('SecureBoot', '1 where Secure Boot is on, 0 where it is off, -1 for any other value'),
    secure_mode: integer('macOS: level of security', () => null, foreign),
    description: text('macOS: the level in words', () => null, foreign),
    kernel_extensions: integer('macOS: whether kernel extensions may load', () => null, foreign),
    mdm_operations: integer('macOS: whether a management server may change it', () => null, foreign),
    setup_mode: flag('SetupMode', '1 while keys may be changed without a signature, 0 once there is a platform key'),
  },
  *scan({ host }) {
    if (readOr(false, () => host.stat('/sys/firmware/efi').isDirectory())) yield host;
  },
});
