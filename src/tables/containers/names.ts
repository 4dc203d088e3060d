/** Names that a shorter one would take from another table: docker_networks answers to container_networks. */
const TAKEN = new Set(['container_networks']);

/**
 * The names without a vendor that a table answers to: `container_images` of docker_images, `container_container_ports` of
 * docker_container_ports, and `container_ports` where nothing else has that name.
 */
export function vendorless(name: `docker_${string}`): string[] {
  const rest = name.slice('docker_'.length);
  const isShort = rest.startsWith('container_') && !TAKEN.has(rest);
  return [...(isShort ? [rest] : []), `container_${rest}`];
}
