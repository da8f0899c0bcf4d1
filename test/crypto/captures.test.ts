import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openCapture } from '../../src/capture/open.ts';
import { decryptTransform, TRANSFORM_HEADER } from '../../src/crypto/aead.ts';
import { SignatureBatch } from '../../src/crypto/signature-batch.ts';
import type { SigningAlgorithm } from '../../src/crypto/signing.ts';
import { SESSION_HEADER } from '../../src/net/unit.ts';
import { cipherNames, signingNames } from '../../src/smb/keys/algorithms.ts';
import { type SessionKeys, sessionIdOfWire } from '../../src/smb/keys/material.ts';
import { readKeysFile } from '../../src/smb/keys/read.ts';
import { Pass } from '../../src/smb/pass.ts';
import { place } from '../../src/smb/sources.ts';
import { keysFiles } from './vectors.ts';

const SIGNED = 8;

interface Counts {
  [name: string]: number;
}

const add = (counts: Counts, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1;
};
const nameOf = (names: Readonly<Record<string, number>>, number: number): string =>
  Object.keys(names).find((name) => names[name] === number)!;

/** The messages of a unit from its first header on, each up to the next. */
function* messagesOf(unit: Buffer): Generator<Buffer> {
  for (let at = 0; unit.length - at >= 64; ) {
    const next = unit.readUInt32LE(at + 20);
    yield unit.subarray(at, next === 0 ? unit.length : at + next);
    if (next < 64) return;
    at += next;
  }
}

const withKeys = keysFiles.filter((path) => !/derived-(lost|snaplen|tampered)|st-dir|st-rw|sparse/.test(path));

describe.skipIf(keysFiles.length === 0)(
  `signatures and tags of captures${keysFiles.length === 0 ? ' (skipped: they are not there)' : ''}`,
  () => {
    test.each(keysFiles.length === 0 ? ['none'] : withKeys)('%s', async (path) => {
      const keys = readKeysFile(path);
      const { facts } = JSON.parse(readFileSync(path, 'utf8'));
      const capture = await openCapture([path.replace(/\.keys\.json$/, '')]);
      const pass = new Pass(capture);
      await pass.run();
      const signed: Counts = {};
      const decrypted: Counts = {};
      const sessions = new Map<string, SessionKeys>(keys.sessions.map((session) => [session.sessionId, session]));
      const batches = new Map<string, SignatureBatch>();
      const verify = (row: number, message: Buffer, algorithm: SigningAlgorithm, key: Buffer): void => {
        const name = `${algorithm} ${key.toString('hex')}`;
        let batch = batches.get(name);
        if (batch === undefined) {
          batch = new SignatureBatch(algorithm, key, (_row, isOk) => {
            if (isOk) add(signed, nameOf(signingNames, algorithm));
          });
          batches.set(name, batch);
        }
        batch.add(row, message);
      };
      let row = 0;
      for (let unit = 0; unit < pass.units.count; unit++) {
        const frame = capture.at(pass.units.frame[unit]!);
        if (frame === undefined) continue;
        const own = place(pass, unit, frame);
        const { data } = own.sources[own.source]!;
        const bytes = Buffer.from(
          data.buffer,
          data.byteOffset + own.start + SESSION_HEADER,
          Math.max(0, own.captured - own.start - SESSION_HEADER),
        );
        if (bytes.length < 64) continue;
        if (bytes.readUInt32BE(0) === 0xfd534d42) {
          const session = sessions.get(sessionIdOfWire(bytes.subarray(44, 52)));
          const encrypted = bytes.subarray(TRANSFORM_HEADER);
          for (const key of [session?.encryptionKeyC2S, session?.encryptionKeyS2C]) {
            if (session?.cipher === undefined || key === undefined) continue;
            const result = decryptTransform(session.cipher, key, bytes.subarray(0, TRANSFORM_HEADER), encrypted);
            if (result?.isAuthentic) add(decrypted, nameOf(cipherNames, session.cipher));
          }
        }
        if (bytes.readUInt32BE(0) !== 0xfe534d42) continue;
        let last = '';
        for (const message of messagesOf(bytes)) {
          const id = message.toString('hex', 40, 48);
          const known = id === 'ffffffffffffffff' ? last : sessionIdOfWire(message.subarray(40, 48));
          last = known;
          row++;
          const session = sessions.get(known);
          if ((message.readUInt32LE(16) & SIGNED) === 0 || session === undefined) continue;
          const own = [{ signingKey: session.signingKey, signingAlgorithm: session.signingAlgorithm }, ...session.channels];
          const distinct = new Map(own.map((each) => [`${each.signingAlgorithm} ${each.signingKey?.toString('hex')}`, each]));
          for (const { signingKey, signingAlgorithm } of distinct.values())
            if (signingKey !== undefined) verify(row, message, signingAlgorithm ?? session.signingAlgorithm!, signingKey);
        }
      }
      for (const batch of batches.values()) batch.flush();
      capture.close();
      expect({ signed, decrypted }).toEqual({ signed: facts.signaturesVerifiedBy, decrypted: facts.decryptedBy });
    });
  },
);
