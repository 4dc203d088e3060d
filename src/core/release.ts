/** The release of this program: that of the package, to which a test holds it. */
export const VERSION = '0.1.0';
