/**
 * What `read` gives, or `otherwise` where there is no such file, or where the host refuses. Readers of many files take one
 * from their caller, who says once what could not be read.
 */
export type Attempt = <T>(otherwise: T, read: () => T) => T;
