import { tableOf } from '../../catalog/index.js';
import { readWifiNetworks, type WifiNetwork } from '../../host/index.js';
import { admitting } from '../users/ids.js';

const { table, integer, double, text } = tableOf<WifiNetwork>();

/** A row per access point and interface. Nothing is scanned: what the kernel heard last is shown. */
export const wifiNetworks = table({
  name: 'wifi_networks',
  description: 'Wireless networks that were in reach at the last scan',
  rows: 20,
  rowCost: 5,
  sources: ['netlink: NL80211_CMD_GET_SCAN'],
  privileges: 'root (CAP_NET_ADMIN) on some kernels',
  examples: [
    'SELECT ssid, channel, signal, security FROM wifi_networks ORDER BY signal DESC',
    'SELECT ssid, bssid FROM wifi_networks WHERE connected = 1',
  ],
  columns: {
    interface: text('Interface that heard it', (network) => network.interface, { key: { rowsPerValue: 20 } }),
    ssid: text('Name of the network, empty where it hides it', (network) => network.ssid),
    bssid: text('Address of the access point', (network) => network.bssid, { collation: 'nocase' }),
    frequency: integer('Frequency in MHz', (network) => network.frequencyMhz),
    channel: integer('Channel', (network) => network.channel),
    signal: double('Strength in dBm', (network) => network.signalDbm),
    security: text('none, WEP, WPA, WPA2 PSK, WPA3 SAE, …; several with commas', (network) => network.security),
    connected: integer('1 for the one we are connected to, else 0', (network) => Number(network.isConnected)),
    last_seen: integer('How long ago it was heard, in milliseconds', (network) => network.seenMs),
  },
  *scan({ host, lookup }) {
    const admits = admitting(lookup.interface);
    for (const network of readWifiNetworks(host)) if (admits(network.interface)) yield network;
  },
});
