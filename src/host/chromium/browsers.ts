import type { Attempt } from '../attempt.js';
import type { Entry } from '../files/entries.js';
import type { Host } from '../host.js';

/** Folders of browsers made from Chromium, by the name the browser has in tables; relative to a user's home. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  chrome: ['.config/google-chrome', '.var/app/com.google.Chrome/config/google-chrome'],
  chrome_beta: ['.config/google-chrome-beta'],
  chrome_dev: ['.config/google-chrome-unstable', '.var/app/com.google.ChromeDev/config/google-chrome-unstable'],
  chrome_canary: ['.config/google-chrome-canary'],
  brave: [
    '.config/BraveSoftware/Brave-Browser',
    'snap/brave/current/.config/BraveSoftware/Brave-Browser',
    '.var/app/com.brave.Browser/config/BraveSoftware/Brave-Browser',
  ],
  brave_beta: [
    '.config/BraveSoftware/Brave-Browser-Beta',
    '.var/app/com.brave.Browser/config/BraveSoftware/Brave-Browser-Beta',
  ],
  brave_nightly: [
    '.config/BraveSoftware/Brave-Browser-Nightly',
    '.var/app/com.brave.Browser/config/BraveSoftware/Brave-Browser-Nightly',
  ],
  chromium: [
    '.config/chromium',
    'snap/chromium/common/chromium',
    '.var/app/org.chromium.Chromium/config/chromium',
    '.var/app/io.github.ungoogled_software.ungoogled_chromium/config/chromium',
  ],
  yandex: ['.config/yandex-browser', '.config/yandex-browser-beta'],
  edge: ['.config/microsoft-edge', '.var/app/com.microsoft.Edge/config/microsoft-edge'],
  edge_beta: ['.config/microsoft-edge-beta'],
  edge_dev: ['.config/microsoft-edge-dev', '.var/app/com.microsoft.EdgeDev/config/microsoft-edge-dev'],
  opera: ['.config/opera', 'snap/opera/current/.config/opera', '.var/app/com.opera.Opera/config/opera'],
  opera_beta: ['.config/opera-beta'],
  opera_developer: ['.config/opera-developer'],
  vivaldi: ['.config/vivaldi', 'snap/vivaldi/current/.config/vivaldi', '.var/app/com.vivaldi.Vivaldi/config/vivaldi'],
  vivaldi_snapshot: ['.config/vivaldi-snapshot'],
};

/** What makes a folder a profile: either of these. */
export const PREFERENCES = ['Preferences', 'Secure Preferences'] as const;

export interface ChromiumProfileFolder {
  readonly browser: string;
  /** As the home is written, links in it unresolved. */
  readonly folder: string;
}

/** The profiles in a user's home. A browser's folder is one itself, or holds them. @param home without a slash at its end */
export function* listChromiumProfiles(host: Host, home: string, attempt: Attempt): Generator<ChromiumProfileFolder> {
  for (const [browser, folders] of Object.entries(FOLDERS)) {
    for (const relative of folders) {
      const folder = `${home}/${relative}`;
      if (!host.exists(folder)) continue;
      if (isProfile(host, folder)) {
        yield { browser, folder };
        continue;
      }
      const entries = attempt<Entry[]>([], () => host.listEntries(folder)).filter(({ kind }) => kind !== 'file');
      for (const name of entries.map((entry) => entry.name).sort())
        if (isProfile(host, `${folder}/${name}`)) yield { browser, folder: `${folder}/${name}` };
    }
  }
}

const isProfile = (host: Host, folder: string): boolean => PREFERENCES.some((name) => host.exists(`${folder}/${name}`));
