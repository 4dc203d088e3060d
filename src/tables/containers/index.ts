import type { TableSpec } from '../../catalog/index.js';
import { dockerContainerEnvs } from './docker-container-envs.js';
import { dockerContainerFsChanges } from './docker-container-fs-changes.js';
import { dockerContainerLabels } from './docker-container-labels.js';
import { dockerContainerMounts } from './docker-container-mounts.js';
import { dockerContainerNetworks } from './docker-container-networks.js';
import { dockerContainerPorts } from './docker-container-ports.js';
import { dockerContainerProcesses } from './docker-container-processes.js';
import { dockerContainerStats } from './docker-container-stats.js';
import { dockerContainers } from './docker-containers.js';
import { dockerImageHistory } from './docker-image-history.js';
import { dockerImageLabels } from './docker-image-labels.js';
import { dockerImageLayers } from './docker-image-layers.js';
import { dockerImages } from './docker-images.js';
import { dockerInfo } from './docker-info.js';
import { dockerNetworkLabels } from './docker-network-labels.js';
import { dockerNetworks } from './docker-networks.js';
import { dockerVersion } from './docker-version.js';
import { dockerVolumeLabels } from './docker-volume-labels.js';
import { dockerVolumes } from './docker-volumes.js';
import { lxdCertificates } from './lxd-certificates.js';
import { lxdCluster } from './lxd-cluster.js';
import { lxdClusterMembers } from './lxd-cluster-members.js';
import { lxdImages } from './lxd-images.js';
import { lxdInstanceConfig } from './lxd-instance-config.js';
import { lxdInstanceDevices } from './lxd-instance-devices.js';
import { lxdInstances } from './lxd-instances.js';
import { lxdNetworks } from './lxd-networks.js';
import { lxdStoragePools } from './lxd-storage-pools.js';

/** Tables of container engines, by name. */
export const containerTables: readonly TableSpec[] = [
  dockerContainerEnvs,
  dockerContainerFsChanges,
  dockerContainerLabels,
  dockerContainerMounts,
  dockerContainerNetworks,
  dockerContainerPorts,
  dockerContainerProcesses,
  dockerContainerStats,
  dockerContainers,
  dockerImageHistory,
  dockerImageLabels,
  dockerImageLayers,
  dockerImages,
  dockerInfo,
  dockerNetworkLabels,
  dockerNetworks,
  dockerVersion,
  dockerVolumeLabels,
  dockerVolumes,
  lxdCertificates,
  lxdCluster,
  lxdClusterMembers,
  lxdImages,
  lxdInstanceConfig,
  lxdInstanceDevices,
  lxdInstances,
  lxdNetworks,
  lxdStoragePools,
];
