/**
 * What is asked of each recorded machine beside every table as a whole: SQL behind WHERE, by table. The answers stand in
 * the machine's folder under the table's name.
 */
export const KEYED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'debian-small': {
    deb_package_files: ["package = 'libc6:amd64' AND path = '/lib'", "path IN ('/usr/sbin', '/nowhere')"],
    file: ["path LIKE '/srv/www/%%'"],
    hash: ["directory = '/srv/www'"],
    magic: ["path = '/srv/www/index.html'"],
  },
  'debian-containers': {
    extended_attributes: ["path = '/usr/bin/ping'"],
    file: [
      "path IN ('/usr/bin/sudo', '/var/run/docker.sock', '/bin', '/nowhere')",
      "pid_with_namespace = 2001 AND directory = '/etc'",
    ],
    hash: ["pid_with_namespace = 2001 AND path = '/etc/hosts'"],
    ...inContainers('users', 'groups', 'os_version', 'deb_packages', 'etc_hosts', 'dns_resolvers', 'crontab'),
    ...inContainers('rpm_packages'),
    ...inContainers(
      'apt_sources',
      'suid_bin',
      'authorized_keys',
      'user_ssh_keys',
      'yum_sources',
      'npm_packages',
      'python_packages',
    ),
  },
  'alpine-container': {
    npm_packages: [
      "directory = '/srv/pnpm'",
      "directory = '/srv/berry' AND max_depth = -1",
      "directory = '/usr/local/lib/' AND max_depth = 0",
    ],
    python_packages: ["directory = '/srv/app/venv'", 'uid = 1000', "directory = '/home/app/.local'"],
  },
  hostile: { file: ["path LIKE '/etc/%'"], device_partitions: ["device = '/etc/os-release'"] },
  laptop: { extended_attributes: ["directory = '/home/fern/Downloads'"] },
  'rhel-like': {
    device_partitions: ["device = '/srv/disk.img'"],
    device_file: ["device = '/srv/disk.img' AND partition = '2' AND path LIKE '/etc/%'"],
    device_hash: [
      "device = '/srv/disk.img' AND partition = '2' AND inode IN (SELECT inode FROM device_file WHERE device = '/srv/disk.img' AND partition = '2' AND path = '/etc/motd')",
    ],
    extended_attributes: ["path IN ('/etc/shadow', '/usr/bin/sudo')"],
    file: ["path LIKE '/dev/mapper/%'", "path = '/etc/shadow'"],
    rpm_package_files: ["path IN ('/usr/bin/sh', '/srv')", "package = 'bash' AND path = '/usr/bin/bash'"],
    rpm_packages: ["name IN ('bash', 'none')"],
  },
};

function inContainers(...tables: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(tables.map((table) => [table, ['pid_with_namespace IN (2001, 3001, 3500, 999999)']]));
}
