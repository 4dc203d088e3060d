import type { TableSpec } from '../catalog/index.js';
import { chromeExtensionContentScripts } from './applications/chrome-extension-content-scripts.js';
import { chromeExtensions } from './applications/chrome-extensions.js';
import { firefoxAddons } from './applications/firefox-addons.js';
import { jetbrainsPlugins } from './applications/jetbrains-plugins.js';
import { vscodeExtensions } from './applications/vscode-extensions.js';
import { azureInstanceMetadata } from './cloud/azure-instance-metadata.js';
import { azureInstanceTags } from './cloud/azure-instance-tags.js';
import { ec2InstanceMetadata } from './cloud/ec2-instance-metadata.js';
import { ec2InstanceTags } from './cloud/ec2-instance-tags.js';
import { ycloudInstanceMetadata } from './cloud/ycloud-instance-metadata.js';
import { containerTables } from './containers/index.js';
import { apparmorEvents } from './events/apparmor-events.js';
import { bpfProcessEvents } from './events/bpf-process-events.js';
import { bpfSocketEvents } from './events/bpf-socket-events.js';
import { fileEvents } from './events/file-events.js';
import { hardwareEvents } from './events/hardware-events.js';
import { processEvents } from './events/process-events.js';
import { processFileEvents } from './events/process-file-events.js';
import { seccompEvents } from './events/seccomp-events.js';
import { selinuxEvents } from './events/selinux-events.js';
import { socketEvents } from './events/socket-events.js';
import { syslogEvents } from './events/syslog-events.js';
import { userEvents } from './events/user-events.js';
import { yaraEvents } from './events/yara-events.js';
import { augeas } from './files/augeas.js';
import { deviceFile } from './files/device-file.js';
import { deviceHash } from './files/device-hash.js';
import { devicePartitions } from './files/device-partitions.js';
import { extendedAttributes } from './files/extended-attributes.js';
import { file } from './files/file.js';
import { hash } from './files/hash.js';
import { magic } from './files/magic.js';
import { suidBin } from './files/suid-bin.js';
import { acpiTables } from './hardware/acpi-tables.js';
import { battery } from './hardware/battery.js';
import { blockDevices } from './hardware/block-devices.js';
import { cpuInfo } from './hardware/cpu-info.js';
import { cpuid } from './hardware/cpuid.js';
import { diskEncryption } from './hardware/disk-encryption.js';
import { graphicsAdapters } from './hardware/graphics-adapters.js';
import { intelMeInfo } from './hardware/intel-me-info.js';
import { mdDevices } from './hardware/md-devices.js';
import { mdDrives } from './hardware/md-drives.js';
import { mdPersonalities } from './hardware/md-personalities.js';
import { memoryArrayMappedAddresses } from './hardware/memory-array-mapped-addresses.js';
import { memoryArrays } from './hardware/memory-arrays.js';
import { memoryDeviceMappedAddresses } from './hardware/memory-device-mapped-addresses.js';
import { memoryDevices } from './hardware/memory-devices.js';
import { memoryErrorInfo } from './hardware/memory-error-info.js';
import { msr } from './hardware/msr.js';
import { oemStrings } from './hardware/oem-strings.js';
import { pciDevices } from './hardware/pci-devices.js';
import { platformInfo } from './hardware/platform-info.js';
import { secureboot } from './hardware/secureboot.js';
import { securebootCertificates } from './hardware/secureboot-certificates.js';
import { smbiosTables } from './hardware/smbios-tables.js';
import { usbDevices } from './hardware/usb-devices.js';
import { apparmorProfiles } from './kernel/apparmor-profiles.js';
import { kernelKeys } from './kernel/kernel-keys.js';
import { kernelModules } from './kernel/kernel-modules.js';
import { memoryMap } from './kernel/memory-map.js';
import { selinuxSettings } from './kernel/selinux-settings.js';
import { sharedMemory } from './kernel/shared-memory.js';
import { systemControls } from './kernel/system-controls.js';
import { ulimitInfo } from './kernel/ulimit-info.js';
import { arpCache } from './network/arp-cache.js';
import { certificates } from './network/certificates.js';
import { curl } from './network/curl.js';
import { curlCertificate } from './network/curl-certificate.js';
import { dnsResolvers } from './network/dns-resolvers.js';
import { etcHosts } from './network/etc-hosts.js';
import { etcProtocols } from './network/etc-protocols.js';
import { etcServices } from './network/etc-services.js';
import { interfaceAddresses } from './network/interface-addresses.js';
import { interfaceDetails } from './network/interface-details.js';
import { interfaceIpv6 } from './network/interface-ipv6.js';
import { iptables } from './network/iptables.js';
import { listeningPorts } from './network/listening-ports.js';
import { processOpenSockets } from './network/process-open-sockets.js';
import { prometheusMetrics } from './network/prometheus-metrics.js';
import { routes } from './network/routes.js';
import { wifiNetworks } from './network/wifi-networks.js';
import { aptSources } from './packages/apt-sources.js';
import { debPackageFiles } from './packages/deb-package-files.js';
import { debPackages } from './packages/deb-packages.js';
import { flatpakPackages } from './packages/flatpak-packages.js';
import { goBinaries } from './packages/go-binaries.js';
import { javaArchives } from './packages/java-archives.js';
import { npmPackages } from './packages/npm-packages.js';
import { portageKeywords } from './packages/portage-keywords.js';
import { portagePackages } from './packages/portage-packages.js';
import { portageUse } from './packages/portage-use.js';
import { pythonPackages } from './packages/python-packages.js';
import { rpmPackageFiles } from './packages/rpm-package-files.js';
import { rpmPackages } from './packages/rpm-packages.js';
import { rustBinaries } from './packages/rust-binaries.js';
import { snapPackages } from './packages/snap-packages.js';
import { yumSources } from './packages/yum-sources.js';
import { hostqlLanes } from './self/hostql-lanes.js';
import { hostqlLoss } from './self/hostql-loss.js';
import { hostqlQueryStats } from './self/hostql-query-stats.js';
import { osqueryEvents } from './self/osquery-events.js';
import { osqueryExtensions } from './self/osquery-extensions.js';
import { osqueryFlags } from './self/osquery-flags.js';
import { osqueryInfo } from './self/osquery-info.js';
import { osqueryPacks } from './self/osquery-packs.js';
import { osqueryRegistry } from './self/osquery-registry.js';
import { osquerySchedule } from './self/osquery-schedule.js';
import { carbonBlackInfo } from './services/carbon-black-info.js';
import { crontab } from './services/crontab.js';
import { startupItems } from './services/startup-items.js';
import { systemdTimers } from './services/systemd-timers.js';
import { systemdUnits } from './services/systemd-units.js';
import { cpuTime } from './system/cpu-time.js';
import { kernelInfo } from './system/kernel-info.js';
import { loadAverage } from './system/load-average.js';
import { memoryInfo } from './system/memory-info.js';
import { mounts } from './system/mounts.js';
import { osVersion } from './system/os-version.js';
import { processEnvs } from './system/process-envs.js';
import { processMemoryMap } from './system/process-memory-map.js';
import { processNamespaces } from './system/process-namespaces.js';
import { processOpenFiles } from './system/process-open-files.js';
import { processOpenPipes } from './system/process-open-pipes.js';
import { processes } from './system/processes.js';
import { systemInfo } from './system/system-info.js';
import { time } from './system/time.js';
import { uptime } from './system/uptime.js';
import { authorizedKeys } from './users/authorized-keys.js';
import { groups } from './users/groups.js';
import { knownHosts } from './users/known-hosts.js';
import { last } from './users/last.js';
import { loggedInUsers } from './users/logged-in-users.js';
import { shadow } from './users/shadow.js';
import { shellHistory } from './users/shell-history.js';
import { sshConfigs } from './users/ssh-configs.js';
import { sudoers } from './users/sudoers.js';
import { userGroups } from './users/user-groups.js';
import { userSshKeys } from './users/user-ssh-keys.js';
import { users } from './users/users.js';
import { yaraFile } from './yara/yara-file.js';
import { yaraProcess } from './yara/yara-process.js';

/** Every table of Linux, one a line, by name; those of container engines have a list of their own. */
export const linuxTables: readonly TableSpec[] = [
  acpiTables,
  apparmorEvents,
  apparmorProfiles,
  aptSources,
  arpCache,
  augeas,
  authorizedKeys,
  azureInstanceMetadata,
  azureInstanceTags,
  battery,
  blockDevices,
  bpfProcessEvents,
  bpfSocketEvents,
  carbonBlackInfo,
  certificates,
  chromeExtensionContentScripts,
  chromeExtensions,
  hardwareEvents,
  syslogEvents,
  ...containerTables,
  cpuInfo,
  cpuTime,
  cpuid,
  crontab,
  debPackageFiles,
  curl,
  curlCertificate,
  debPackages,
  deviceFile,
  deviceHash,
  devicePartitions,
  diskEncryption,
  dnsResolvers,
  ec2InstanceMetadata,
  ec2InstanceTags,
  etcHosts,
  etcProtocols,
  etcServices,
  extendedAttributes,
  file,
  fileEvents,
  firefoxAddons,
  flatpakPackages,
  goBinaries,
  graphicsAdapters,
  groups,
  hash,
  hostqlLanes,
  hostqlLoss,
  hostqlQueryStats,
  intelMeInfo,
  interfaceAddresses,
  interfaceDetails,
  interfaceIpv6,
  iptables,
  javaArchives,
  jetbrainsPlugins,
  kernelInfo,
  kernelKeys,
  kernelModules,
  knownHosts,
  last,
  listeningPorts,
  loadAverage,
  loggedInUsers,
  magic,
  mdDevices,
  mdDrives,
  mdPersonalities,
  memoryArrayMappedAddresses,
  memoryArrays,
  memoryDeviceMappedAddresses,
  memoryDevices,
  memoryErrorInfo,
  memoryInfo,
  memoryMap,
  mounts,
  msr,
  npmPackages,
  oemStrings,
  osVersion,
  osqueryEvents,
  osqueryExtensions,
  osqueryFlags,
  osqueryInfo,
  osqueryPacks,
  osqueryRegistry,
  osquerySchedule,
  pciDevices,
  platformInfo,
  portageKeywords,
  portagePackages,
  portageUse,
  processEnvs,
  processEvents,
  processFileEvents,
  processMemoryMap,
  processNamespaces,
  processOpenFiles,
  processOpenPipes,
  processOpenSockets,
  processes,
  pythonPackages,
  prometheusMetrics,
  routes,
  rpmPackageFiles,
  rpmPackages,
  rustBinaries,
  seccompEvents,
  secureboot,
  securebootCertificates,
  selinuxEvents,
  selinuxSettings,
  shadow,
  sharedMemory,
  shellHistory,
  smbiosTables,
  snapPackages,
  socketEvents,
  sshConfigs,
  startupItems,
  sudoers,
  suidBin,
  systemControls,
  systemInfo,
  systemdTimers,
  systemdUnits,
  time,
  ulimitInfo,
  uptime,
  usbDevices,
  userEvents,
  userGroups,
  userSshKeys,
  users,
  vscodeExtensions,
  wifiNetworks,
  yaraEvents,
  yaraFile,
  yaraProcess,
  ycloudInstanceMetadata,
  yumSources,
];
