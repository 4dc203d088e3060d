import type { Lens } from '../lens.js';
import { group, gshadow, passwd, shadow } from './accounts.js';
import {
  aptSources,
  fstab,
  hostname,
  hosts,
  limits,
  loginDefs,
  modprobe,
  nsswitch,
  pam,
  pgHba,
  resolv,
  services,
  shells,
} from './lists.js';
import { nginx } from './nginx.js';
import { cron, mysql, postgresql, sysctl, systemd, yum } from './settings.js';
import { shellvars } from './shellvars.js';
import { ssh, sshd } from './ssh.js';
import { sudoers } from './sudoers.js';

/** Where two take a file, the first one reads it. */
export const LENSES: readonly Lens[] = [
  aptSources,
  cron,
  fstab,
  group,
  gshadow,
  hostname,
  hosts,
  limits,
  loginDefs,
  modprobe,
  mysql,
  nginx,
  nsswitch,
  pam,
  passwd,
  pgHba,
  postgresql,
  resolv,
  services,
  shadow,
  shells,
  shellvars,
  ssh,
  sshd,
  sudoers,
  sysctl,
  systemd,
  yum,
];
