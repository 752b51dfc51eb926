/**
 * The version of all document shapes together. It goes up by one whenever a shape changes; the test beside this file hashes
 * the schemas and fails until both numbers here move. A client of another version is told to reload.
 */
export const DOCUMENTS_VERSION = 7;
/** First 16 hexadecimal digits of the SHA-256 of the shapes as version.test.ts writes them down. */
export const SHAPES_HASH = 'c8581e1dc6144450';
