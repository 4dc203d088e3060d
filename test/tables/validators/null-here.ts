/** Columns that are null where we do not know, and where osquery has text that says as much; with the reason. */
export const NULL_HERE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  os_version: { platform_like: 'Debian itself is like no other, and has no ID_LIKE' },
  process_open_pipes: {
    partner_mode: 'the other end may be held by nobody, or by a process that we may not look into',
  },
  startup_items: { status: 'no file tells the state of a unit whose systemd cannot be asked' },
};

/** Columns that osquery's schema has and its test does not list. */
export const UNLISTED: Readonly<Record<string, readonly string[]>> = {
  chrome_extension_content_scripts: ['browser_type', 'path', 'profile_path', 'referenced'],
  platform_info: ['firmware_type'],
  yum_sources: ['metalink', 'mirrorlist', 'source'],
};
