/** Texts of 256 random bits that are shown once; only their SHA-256 is kept, so a stolen database opens nothing. */
import { createHash, randomBytes } from 'node:crypto';

export const newSecret = (prefix = ''): string => prefix + randomBytes(32).toString('base64url');

export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');
