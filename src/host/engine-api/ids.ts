/** Of a container, a network or an image: nothing else may stand in a URL. */
export const isEngineId = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/** A whole id or the digits it starts with, in small letters; undefined for what can be neither. */
export const idPrefix = (text: string): string | undefined =>
  /^[0-9a-f]{1,64}$/i.test(text) ? text.toLowerCase() : undefined;

/** An image's id or a layer's without the name of its digest: `sha256:` before 64 digits. */
export const withoutDigestName = (id: string): string => id.replace(/^sha256:/, '');

/** What Docker and Podman take for a name of anything; the first character is a letter or a digit. */
export const isEngineName = (text: string): boolean => /^[a-z\d][\w.-]{0,254}$/i.test(text);
