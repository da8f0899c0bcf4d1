import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encryptionType, Usage } from '../../src/crypto/kerberos/encryption.ts';
import { isKeytab, type KeytabEntry, readKeytab } from '../../src/crypto/kerberos/keytab.ts';
import { corpus, hex } from './vectors.ts';

const key = '000102030405060708090a0b0c0d0e0f';

/** Two entries with a hole between them; the second has a version number of 32 bits. */
const modern = hex(`
  0502
  00000034 0002 0007 4558414d504c45 0004 48545450 0004 686f7374 00000001 5f000000 07 0011 0010 ${key}
  fffffffd aabbcc
  00000032 0001 0007 4558414d504c45 0004 44433124 00000001 5f000000 ff 0017 0010 ${key} 0000012c
  00000000 ffff`);
const entries = [
  { principal: 'HTTP/host', realm: 'EXAMPLE', type: 17, version: 7, key: hex(key) },
  { principal: 'DC1$', realm: 'EXAMPLE', type: 23, version: 300, key: hex(key) },
];

test('0x0502 with a hole and a version number of 32 bits', () => {
  expect(readKeytab(modern)).toEqual(entries);
});

test('0x0501 in both byte orders', () => {
  const little = hex(`0501 30000000 0300 0700 4558414d504c45 0400 48545450 0400 686f7374 0000005f 07 1100 1000 ${key}`);
  const big = hex(`0501 00000030 0003 0007 4558414d504c45 0004 48545450 0004 686f7374 5f000000 07 0011 0010 ${key}`);
  expect(readKeytab(little)).toEqual([entries[0]]);
  expect(readKeytab(big)).toEqual([entries[0]]);
});

test('damage is left out and throws nothing', () => {
  for (let cut = 0; cut <= modern.length; cut++) expect(readKeytab(modern.subarray(0, cut)).length).toBeLessThanOrEqual(2);
  for (let at = 0; at < modern.length; at++)
    for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
      const damaged = Buffer.from(modern);
      damaged[at] = value;
      expect(readKeytab(damaged).length).toBeLessThanOrEqual(2);
    }
  expect(isKeytab(Buffer.from('{}'))).toBe(false);
  expect(readKeytab(hex('0502 80000000'))).toEqual([]);
});

/** A DER element's contents by a path of tags from the element at `at` on. */
function der(bytes: Buffer, ...path: readonly number[]): Buffer | null {
  const [first, ...rest] = path;
  for (let at = 0; at + 2 <= bytes.length; ) {
    const wide = bytes[at + 1]! & 0x80 ? bytes[at + 1]! & 0x7f : 0;
    const size = wide ? bytes.readUIntBE(at + 2, wide) : bytes[at + 1]!;
    const from = at + 2 + wide;
    if (bytes[at] === first) {
      const contents = bytes.subarray(from, from + size);
      return rest.length === 0 ? contents : der(contents, ...rest);
    }
    at = from + size;
  }
  return null;
}

/** The contents of an EncryptedData at a path: its type and cipher. */
const encrypted = (bytes: Buffer, ...path: readonly number[]): { type: number; cipher: Buffer } => ({
  type: der(bytes, ...path, 0x30, 0xa0, 0x02)![0]!,
  cipher: der(bytes, ...path, 0x30, 0xa2, 0x04)!,
});

function open(type: number, entry: Uint8Array, usage: number, data: Buffer): Buffer | null {
  const opened = encryptionType(type)!.open(entry, usage, data);
  return opened?.isAuthentic ? opened.plain : null;
}

const captures = existsSync(corpus) ? readdirSync(corpus).filter((name) => /^kerberos-(?!ntlm).*\.pcap(ng)?$/.test(name)) : [];

describe.skipIf(captures.length === 0)(`Kerberos in captures${captures.length === 0 ? ' (skipped: they are not there)' : ''}`, () => {
  test.each(captures.length === 0 ? ['none'] : captures)('%s: from the keytab to the session key', (name) => {
    const bytes = readFileSync(join(corpus, name));
    const keytab = readKeytab(readFileSync(join(corpus, name.replace(/\.pcap(ng)?$/, '.keytab'))));
    const keys = JSON.parse(readFileSync(join(corpus, `${name}.keys.json`), 'utf8'));
    expect(
      keytab.map((e: KeytabEntry) => ({
        principal: `${e.principal}@${e.realm}`,
        etype: e.type,
        kvno: e.version,
        key: e.key.toString('hex'),
      })),
    ).toEqual(keys.keytabKeys);
    // The token ids of RFC 4121 4.1 after Kerberos's OID lead to the AP-REQ, and the one after that to its AP-REP.
    const oid = hex('06092a864886f712010202');
    const request = bytes.subarray(bytes.indexOf(Buffer.concat([oid, hex('0100')])) + oid.length + 2);
    const response = bytes.subarray(bytes.indexOf(Buffer.concat([oid, hex('0200')])) + oid.length + 2);
    const ticket = encrypted(request, 0x6e, 0x30, 0xa3, 0x61, 0x30, 0xa3);
    const plain = keytab.filter((e) => e.type === ticket.type).map((e) => open(e.type, e.key, Usage.ticket, ticket.cipher));
    const enc = plain.find((p) => p !== null)!;
    const type = der(enc, 0x63, 0x30, 0xa1, 0x30, 0xa0, 0x02)![0]!;
    const ticketKey = der(enc, 0x63, 0x30, 0xa1, 0x30, 0xa1, 0x04)!;
    const authenticator = open(type, ticketKey, Usage.apReqAuthenticator, encrypted(request, 0x6e, 0x30, 0xa4).cipher);
    expect(authenticator).not.toBeNull();
    const part = open(type, ticketKey, Usage.apRepEncPart, encrypted(response, 0x6f, 0x30, 0xa2).cipher)!;
    const subkey = der(part, 0x7b, 0x30, 0xa2, 0x30, 0xa1, 0x04) ?? der(authenticator!, 0x62, 0x30, 0xa6, 0x30, 0xa1, 0x04)!;
    expect(subkey.toString('hex')).toBe(keys.sessions[0].sessionKey);
  });
});
