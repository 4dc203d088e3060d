import type { ScanRequest } from '../../catalog/index.js';
import {
  ChromiumExtension,
  type ChromiumProfile,
  type ChromiumReference,
  listChromiumProfiles,
  readChromiumProfile,
} from '../../host/index.js';
import { UserFiles } from '../users/local-users.js';

/** An extension in a user's profile. */
export interface UserExtension {
  readonly uid: number;
  readonly profile: ChromiumProfile;
  readonly reference: ChromiumReference | null;
  readonly extension: ChromiumExtension;
}

type Request = Pick<ScanRequest, 'checkpoint'> & ConstructorParameters<typeof UserFiles>[0];

/** The extensions of the users that a query names, else of all local ones. */
export function* userExtensions(request: Request, table: string): Generator<UserExtension> {
  const { checkpoint } = request;
  const files = new UserFiles(request, table);
  for (const owner of files.owners()) {
    if (!files.isOpen(owner)) continue;
    const { uid, home } = owner;
    const { host } = owner.namespace;
    for (const folder of listChromiumProfiles(host, home, files.attempt)) {
      checkpoint();
      const found = readChromiumProfile(host, folder, files.attempt, checkpoint);
      for (const { path, reference } of found?.extensions ?? [])
        if (found)
          yield { uid, profile: found.profile, reference, extension: new ChromiumExtension(host, path, files.attempt) };
    }
  }
}
