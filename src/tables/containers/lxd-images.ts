import { COST, tableOf } from '../../catalog/index.js';
import { type Json, jsonCount, jsonFlag, jsonObjects, jsonText } from '../../host/index.js';
import { ID_KEY, LXD_PRIVILEGES, LXD_SOURCES } from './columns.js';
import { asking } from './questions.js';
import { WantedIds } from './wanted-ids.js';

interface Image {
  readonly id: string;
  readonly image: Json;
}

const { table, bigint, integer, text } = tableOf<Image>();

const words = (description: string, ...names: readonly string[]) =>
  text(description, ({ image }) => jsonText(image, ...names));
const flag = (description: string, name: string) => integer(description, ({ image }) => jsonFlag(image, name) ?? 0);

/** A row per image. */
export const lxdImages = table({
  name: 'lxd_images',
  description: 'Images that LXD and Incus have',
  rows: 10,
  rowCost: COST.file,
  sources: LXD_SOURCES,
  privileges: LXD_PRIVILEGES,
  examples: [
    'SELECT id, description, size FROM lxd_images WHERE cached = 1',
    'SELECT i.name, m.description FROM lxd_instances AS i JOIN lxd_images AS m ON m.id = i.base_image',
  ],
  isAsync: true,
  columns: {
    id: text('Fingerprint; the beginning of it where the query asks for that', ({ id }) => id, ID_KEY),
    architecture: words('Architecture', 'architecture'),
    os: words('System', 'properties', 'os'),
    release: words('Release of the system', 'properties', 'release'),
    description: words('What it is', 'properties', 'description'),
    aliases: text('Its names, with commas between', ({ image }) => aliasesOf(image)),
    filename: words('Name of its file', 'filename'),
    size: bigint('Size in bytes', ({ image }) => jsonCount(image, 'size')),
    auto_update: flag('1 where it is kept up to date, else 0', 'auto_update'),
    cached: flag('1 where it was fetched for an instance, and goes again, else 0', 'cached'),
    public: flag('1 where anybody may fetch it, else 0', 'public'),
    created_at: words('When it was made', 'created_at'),
    expires_at: words('When it expires', 'expires_at'),
    uploaded_at: words('When it came here', 'uploaded_at'),
    last_used_at: words('When an instance was last made of it', 'last_used_at'),
    update_source_server: words('Server it is updated from', 'update_source', 'server'),
    update_source_protocol: words('Protocol of that', 'update_source', 'protocol'),
    update_source_certificate: words("That server's certificate", 'update_source', 'certificate'),
    update_source_alias: words('Name of the image there', 'update_source', 'alias'),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      const ids = new WantedIds(request.lookup.id);
      if (ids.isNone) return;
      for await (const { answer } of questions.servers((server) => server.images(ids.whole)))
        for (const image of answer)
          for (const id of ids.shown(jsonText(image, 'fingerprint') ?? '')) yield { id, image };
    }),
});

const aliasesOf = (image: Json): string =>
  jsonObjects(image, 'aliases')
    .map((alias) => jsonText(alias, 'name'))
    .filter((name) => name !== null)
    .join(',');
