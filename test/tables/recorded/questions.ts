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
    yara_file: [
      "path LIKE '/srv/www/%%' AND sigfile = 'pages.yar'",
      "path = '/srv/www/index.html' AND sigrule = 'rule whole { condition: true }'",
    ],
  },
  'debian-containers': {
    docker_container_envs: ["id = '8D1F'"],
    docker_container_fs_changes: ["id = '3f9a2c7be1d04658b0c1f2a3948576e0d1c2b3a495867788990a1b2c3d4e5f60'"],
    docker_container_processes: [
      "id IN ('3f9a', 'b7e4', 'nginx', '../info')",
      'id IN (SELECT id FROM docker_containers)',
    ],
    docker_container_stats: ["id = '3f9a'"],
    docker_containers: ["name = '/backup'", "id IN ('3F', '3f9a')"],
    docker_image_layers: ["id = '9c7a'"],
    docker_volumes: ["name = 'cache'"],
    extended_attributes: ["path = '/usr/bin/ping'"],
    file: [
      "path IN ('/usr/bin/sudo', '/var/run/docker.sock', '/bin', '/nowhere')",
      "pid_with_namespace = 2001 AND directory = '/etc'",
    ],
    hash: ["pid_with_namespace = 2001 AND path = '/etc/hosts'"],
    go_binaries: ["pid_with_namespace = 2001 AND directory = '/opt' AND main = 1"],
    java_archives: ["pid_with_namespace = 2001 AND directory = '/opt'"],
    rust_binaries: ["pid_with_namespace = 2001 AND directory = '/opt'"],
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
  hostile: {
    go_binaries: ["directory = '/root/bin'"],
    java_archives: ["directory = '/root/lib'"],
    rust_binaries: ["directory = '/root/bin'"],
    file: ["path LIKE '/etc/%'"],
    device_partitions: ["device = '/etc/os-release'"],
  },
  laptop: {
    go_binaries: ["directory = '/home/fern/.local/bin'"],
    java_archives: ["path LIKE '/home/fern/apps/%'"],
    rust_binaries: ["path LIKE '/home/fern/.local/%/rg'"],
    extended_attributes: ["directory = '/home/fern/Downloads'"],
    lxd_images: ["id = '0a1b'"],
    lxd_instance_config: ["name IN ('dev', 'win', 'nowhere')"],
    lxd_instance_devices: ["name = 'dev'"],
    lxd_instances: ["name = 'win'"],
  },
  'rhel-like': {
    curl: ["url = 'http://127.0.0.1:8080/healthz'", "url = 'http://127.0.0.1:8080/other'"],
    curl_certificate: ["hostname IN ('db.example.org', 'old.example.org:8443') AND dump_certificate = 1"],
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
