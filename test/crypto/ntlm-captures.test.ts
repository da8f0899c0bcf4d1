import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ntlmMic } from '../../src/crypto/ntlm.ts';
import { isAnonymous, type NtlmExchange, tryNtlmCredential } from '../../src/crypto/ntlm-credential.ts';
import { type NtlmSession, ntlmSession } from '../../src/crypto/ntlm-session.ts';
import { corpus, hasVectors, hex } from './vectors.ts';

const NTLMSSP = Buffer.from('NTLMSSP\0', 'latin1');
/** A request (0) or response (2) of DCE/RPC, in one fragment, little-endian. */
const PDU = /^050000031000|^050002031000/;

interface Found {
  at: number;
  bytes: Buffer;
}

/** All places of a byte string. */
function* placesOf(bytes: Buffer, what: Buffer): Generator<Found> {
  for (let at = bytes.indexOf(what); at >= 0; at = bytes.indexOf(what, at + 1)) yield { at, bytes: bytes.subarray(at) };
}

const field = (token: Buffer, at: number): Buffer => {
  const offset = token.readUInt32LE(at + 4);
  return token.subarray(offset, offset + token.readUInt16LE(at));
};

const names = hasVectors ? readdirSync(corpus).filter((name) => /\.pcap(ng)?(\.gz)?$/.test(name)) : [];

describe.skipIf(names.length === 0)(`NTLM in captures${names.length === 0 ? ' (skipped: they are not there)' : ''}`, () => {
  test.each(names.length === 0 ? ['none'] : names.filter((name) => !/^(derived|kerberos)/.test(name)))('%s', (name) => {
    const file = readFileSync(join(corpus, name));
    const bytes = name.endsWith('.gz') ? gunzipSync(file) : file;
    const keys = JSON.parse(readFileSync(join(corpus, `${name}.keys.json`), 'utf8'));
    const known = new Set<string>(keys.sessions.map((s: { sessionKey: string | null }) => s.sessionKey));
    const passwords: { user: string; password: string }[] = keys.credentials;

    const places = [
      ...placesOf(bytes, NTLMSSP),
      ...placesOf(bytes, hex('05000003 10000000')),
      ...placesOf(bytes, hex('05000203 10000000')),
    ];
    places.sort((a, b) => a.at - b.at);
    let negotiate: Buffer | undefined;
    let challenge: Buffer | undefined;
    let session: NtlmSession | undefined;
    let fits = 0;
    let reached = 0;
    let verified = 0;
    for (const { bytes: from } of places) {
      const type = from.length > 16 ? from.readUInt32LE(8) : 0;
      if (from.subarray(0, 8).equals(NTLMSSP)) {
        if (type === 1) negotiate = from.subarray(0, from.readUInt32LE(12) & 0x02000000 ? 40 : 32);
        if (type === 2) challenge = from.subarray(0, from.readUInt32LE(44) + from.readUInt16LE(40));
        if (type !== 3 || challenge === undefined) continue;
        const exchange: NtlmExchange = {
          flags: from.readUInt32LE(60),
          serverChallenge: challenge.subarray(24, 32),
          user: field(from, 36).toString('utf16le'),
          domain: field(from, 28).toString('utf16le'),
          lmResponse: field(from, 12),
          ntResponse: field(from, 20),
          encryptedRandomSessionKey: field(from, 52),
        };
        if (isAnonymous(exchange)) continue;
        const results = passwords
          .filter(({ user }) => user.toLowerCase() === exchange.user.toLowerCase())
          .map(({ password }) => tryNtlmCredential(exchange, { password }));
        const result = results.find((each) => each !== null);
        if (result === undefined) continue;
        fits++;
        if (known.has(result!.exportedSessionKey.toString('hex'))) reached++;
        session = ntlmSession(exchange.flags, result!.exportedSessionKey);
        const end = Math.max(...[12, 20, 28, 36, 44, 52].map((at) => from.readUInt32LE(at + 4) + from.readUInt16LE(at)));
        // MsvAvFlags says that there is a MIC.
        if (
          negotiate !== undefined &&
          Buffer.from(exchange.ntResponse).includes(hex('06000400 02000000')) &&
          /^(auth|sign|dialect)-/.test(name)
        )
          expect(ntlmMic(result!.exportedSessionKey, negotiate, challenge, from.subarray(0, end))).toEqual(from.subarray(72, 88));
        continue;
      }
      if (session === undefined || !PDU.test(from.toString('hex', 0, 6))) continue;
      const length = from.readUInt16LE(8);
      const signatureSize = from.readUInt16LE(10);
      const trailer = length - signatureSize - 8;
      if (signatureSize !== 16 || trailer < 24 || length > from.length || (from[trailer] !== 9 && from[trailer] !== 10)) continue;
      const stream = from[2] === 0 ? session.client : session.server;
      // By way of SPNEGO.
      if (from[trailer] === 9 && stream.sequence === 0) stream.sequence = 1;
      const stub = from.subarray(24, trailer);
      const plain = from[trailer + 1] === 6 ? stream.unseal(stub) : stub;
      const signature = from.subarray(length - 16, length);
      expect(stream.verify(signature, from.subarray(0, 24), plain, from.subarray(trailer, length - 16)), `PDU ${verified}`).toBe(true);
      verified++;
    }
    const expected = keys.sessions.filter(
      (s: { authentication: string; sessionKey: string }) => /^NTLM/.test(s.authentication) && s.sessionKey !== null,
    );
    if (!/^(st-|impacket|encrypt)/.test(name)) expect(reached).toBeGreaterThanOrEqual(expected.length);
    expect(reached).toBeLessThanOrEqual(fits);
    if (/^rpc-auth-s/.test(name)) expect(verified).toBeGreaterThan(20);
  });
});
