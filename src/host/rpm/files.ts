import { RPM_TAG, type RpmHeader } from './header.js';

/** A file that a package brought, as its header has it. */
export interface RpmFile {
  readonly path: string;
  readonly userName: string | null;
  readonly groupName: string | null;
  /** st_mode. */
  readonly mode: number | null;
  readonly sizeBytes: number | bigint | null;
  /** In hexadecimal, null for what has none: folders, links, packages with digests of another kind. */
  readonly sha256: string | null;
}

/** How PGP numbers SHA-256. */
const SHA256 = 8;

/** The files of a package in the order of its header. Only those whose path is wanted are made. Pure. */
export function* rpmFiles(header: RpmHeader, isWanted: (path: string) => boolean = () => true): Generator<RpmFile> {
  const paths = rpmPaths(header);
  if (!paths.some(isWanted)) return;
  const users = header.texts(RPM_TAG.fileUserNames);
  const groups = header.texts(RPM_TAG.fileGroupNames);
  const modes = header.numbers(RPM_TAG.fileModes);
  const sizes = header.numbers(RPM_TAG.fileSizes);
  const longSizes = header.numbers(RPM_TAG.longFileSizes);
  const digests = header.number(RPM_TAG.fileDigestAlgo) === SHA256 ? header.texts(RPM_TAG.fileDigests) : [];
  for (const [at, path] of paths.entries()) {
    if (!isWanted(path)) continue;
    const mode = modes[at];
    yield {
      path,
      userName: users[at] ?? null,
      groupName: groups[at] ?? null,
      mode: mode === undefined ? null : Number(mode),
      sizeBytes: sizes[at] ?? longSizes[at] ?? null,
      sha256: digests[at] || null,
    };
  }
}

/** Paths of a package's files: a folder, by its number, and a name; very old packages have them whole. Pure. */
function rpmPaths(header: RpmHeader): string[] {
  const names = header.texts(RPM_TAG.baseNames);
  if (names.length === 0) return header.texts(RPM_TAG.oldFileNames);
  const folders = header.texts(RPM_TAG.dirNames);
  const indexes = header.numbers(RPM_TAG.dirIndexes);
  return names.map((name, at) => (folders[Number(indexes[at])] ?? '') + name);
}
