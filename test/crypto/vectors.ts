import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../samples.ts';

/** Hex, spaces ignored. */
export const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');

const shared = join(root, '..', 'shared');
const file = join(shared, 'vectors', 'vectors.json');

/** Whether the numeric vectors and the corpus are there: they lie beside the checkout, not in it. */
export const hasVectors = existsSync(file);

type Item = { id: string; data: never };
const items: readonly Item[] = hasVectors ? JSON.parse(readFileSync(file, 'utf8')).items : [];

/** The data of a vector. */
export function vector<T>(id: string): T {
  return items.find((item) => item.id === id)!.data as T;
}

/** A session of a keys file as the recorder writes it. */
export interface RecordedSession {
  sessionId: string;
  dialect: string;
  authentication: string;
  guestOrNull: string | null;
  cipher: string | null;
  sessionKey: string | null;
  signingKey: string | null;
  applicationKey: string | null;
  encryptionKeyC2S: string | null;
  encryptionKeyS2C: string | null;
  preauthHash: string | null;
  boundChannels?: { channelSessionKey: string; channelSigningKey: string; preauthHash: string | null }[];
}

export const corpus = join(shared, 'corpus', 'samba');

/** Paths of the corpus's keys files. */
export const keysFiles: readonly string[] = existsSync(corpus)
  ? readdirSync(corpus)
      .filter((name) => name.endsWith('.keys.json'))
      .map((name) => join(corpus, name))
  : [];
