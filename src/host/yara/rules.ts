import { readRegularText } from '../files/regular.js';
import type { Host } from '../host.js';
import type { YaraSource } from './protocol.js';

const RULES_FOLDER = '/etc/osquery/yara/';
/** Of one file of rules. */
const RULES_BYTES = 32 * 1024 * 1024;

/** A file of rules; relative names are below osquery's folder. @throws Gone, Refused, TooLarge */
export function readYaraRules(host: Host, name: string): YaraSource {
  const path = name.startsWith('/') ? name : RULES_FOLDER + name;
  return { name: path, text: readRegularText(host, path, RULES_BYTES) };
}
