import {
  ARCH_VERSION,
  compareVersions,
  DPKG_VERSION,
  PLAIN_VERSION,
  RHEL_VERSION,
  SqlError,
  type Value,
  type VersionRules,
} from '../../../core/index.js';
import { scalar } from '../spec.js';

const FLAVOURS: Readonly<Record<string, VersionRules>> = { ARCH: ARCH_VERSION, DPKG: DPKG_VERSION, RHEL: RHEL_VERSION };

/** Parts between delimiters compare by length first; see the collation VERSION. Further arguments are ignored. */
export const versionCompare = scalar({
  name: 'version_compare',
  description:
    'Whether the first version is older (-1), equal (0) or newer (1); a third argument names a flavour: ARCH, DPKG or RHEL.',
  args: ['any'],
  minArgs: 0,
  maxArgs: 127,
  returns: 'integer',
  nulls: 'seen',
  examples: [
    ["version_compare('1.9', '1.10')", -1],
    ["version_compare('1.02', '1.2')", 1],
    ["version_compare('1.0', '1.0.0')", -1],
    ["version_compare('v1.2', '1.2')", 1],
    ["version_compare('20.10a', '20.102')", 1],
    ["version_compare('1:0.0', '1.0.0')", 0],
    ["version_compare('1.0', '1.0~rc1')", -1],
    ["version_compare('4:1.1.0', '4:1.1.0-3', 'ARCH')", 0],
    ["version_compare('1:1.2.13-2', '4.2.1', 'arch')", 1],
    ["version_compare('1.0.0~rc2^2021', '1.0.0', 'RHEL')", -1],
    ["version_compare('1.0.1', '1.0.1^2021', 'RHEL')", -1],
    ["version_compare('1.0.0', '1.0.0~rc2', 'DPKG')", -1],
  ],
  call(...values: Value[]) {
    const [left, right, flavour] = values;
    if (typeof left !== 'string' || typeof right !== 'string')
      throw refusal('Must provide two version strings to compare.');
    return compareVersions(left, right, rulesOf(flavour));
  },
});

const refusal = (message: string): SqlError => new SqlError('runtime', message);

function rulesOf(flavour: Value | undefined): VersionRules {
  if (flavour === undefined) return PLAIN_VERSION;
  if (typeof flavour !== 'string') throw refusal('The optional third parameter is not a string.');
  const rules = FLAVOURS[flavour.toUpperCase()];
  if (!rules) throw refusal('The optional third parameter does not match one of: (ARCH, DPKG, RHEL).');
  return rules;
}
