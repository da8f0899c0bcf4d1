import { describe, expect, test } from 'vitest';
import { decryptTransform, encryptTransform } from '../../src/crypto/aead.ts';
import { extendPreauth, PREAUTH_START } from '../../src/crypto/preauth.ts';
import { gmacNonce, SIGNATURE, Signing, signatureOf, signatureOfBytes } from '../../src/crypto/signing.ts';
import { encryptionKeys, sessionKeyOf, signingKey } from '../../src/crypto/smb2-kdf.ts';
import type { Channel } from '../../src/smb/security/channel.ts';
import type { CipherKeys } from '../../src/smb/security/keys.ts';
import { keysOf, Planted } from './planted.ts';

const SIGNED = 'dialect-3.1.1-signed.pcap';
const OLD = 'dialect-2.0.2-signed.pcap';
const SIGNED_300 = 'dialect-3.0-signed.pcap';
const CHANNELS = 'st-session-reauth-bind.pcapng';
const SEALED = 'encrypt-3.1.1-aes-128-gcm.pcapng';
const SESSION_ID = 40;
const SESSION_SETUP = 1;
const PREVIOUS_SESSION_ID = 64 + 16;
const ROUNDS = 4;

/** The only finding of a kind. */
async function only(planted: Planted, kind = 'signature-bad') {
  const found = await planted.findings(kind);
  expect(found.map((f) => f.kind)).toEqual([kind]);
  return found[0]!;
}

const flip =
  (at: number, bits = 0xff) =>
  (bytes: Buffer): void => {
    bytes[at < 0 ? bytes.length + at : at]! ^= bits;
  };

describe('a signature', () => {
  const own = (p: Planted, row: number) => p.channelOf(row).key!;
  const secret = (p: Planted, row: number) => p.channelOf(row).origin!.secrets[0]!.key;
  const changed = (at: number, value: number) => (bytes: Buffer) => {
    bytes[at] = value;
    return bytes;
  };

  const preauth = (p: Planted, ...left: readonly number[]): Buffer => {
    let hash: Buffer = Buffer.from(PREAUTH_START);
    for (const row of [0, 1, 2, 3, 4]) if (!left.includes(row)) hash = extendPreauth(hash, p.pass.bytesOf(row)!);
    return hash;
  };

  const causes: readonly [name: string, sample: string, cause: string, plant: (p: Planted, row: number) => unknown, says?: RegExp][] = [
    [
      'by another algorithm',
      SIGNED,
      'wrong-algorithm',
      (p, row) => p.sign(row, own(p, row).key, Signing.aesCmac),
      /AES-CMAC instead of AES-GMAC/,
    ],
    [
      'by another algorithm, 2.0.2',
      OLD,
      'wrong-algorithm',
      (p, row) => p.sign(row, own(p, row).key, Signing.aesCmac),
      /AES-CMAC instead of HMAC/,
    ],
    ['with the session key', SIGNED_300, 'session-key', (p, row) => p.sign(row, sessionKeyOf(secret(p, row)), Signing.aesCmac)],
    [
      'with the labels of 3.0',
      SIGNED,
      'other-dialect-key',
      (p, row) => p.sign(row, signingKey(0x300, secret(p, row), PREAUTH_START), Signing.aesGmac),
      /3\.0/,
    ],
    [
      'with an encryption key',
      SIGNED,
      'wrong-label',
      (p, row) => p.sign(row, encryptionKeys(0x311, 2, secret(p, row), preauth(p))!.c2s, Signing.aesGmac),
    ],
    [
      'without the NEGOTIATE Request in the hash',
      SIGNED,
      'preauth-without:negotiate-request',
      (p, row) => p.sign(row, signingKey(0x311, secret(p, row), preauth(p, 0)), Signing.aesGmac),
    ],
    [
      'without the NEGOTIATE Response in the hash',
      SIGNED,
      'preauth-without:negotiate-response',
      (p, row) => p.sign(row, signingKey(0x311, secret(p, row), preauth(p, 1)), Signing.aesGmac),
    ],
    [
      'without the first SESSION_SETUP Request',
      SIGNED,
      'preauth-without:session-setup-request-1',
      (p, row) => p.sign(row, signingKey(0x311, secret(p, row), preauth(p, 2)), Signing.aesGmac),
      /SESSION_SETUP Request 1/,
    ],
    [
      'without the first SESSION_SETUP Response',
      SIGNED,
      'preauth-without:session-setup-response-1',
      (p, row) => p.sign(row, signingKey(0x311, secret(p, row), preauth(p, 3)), Signing.aesGmac),
    ],
    [
      'without the last SESSION_SETUP Request',
      SIGNED,
      'preauth-without:session-setup-request-2',
      (p, row) => p.sign(row, signingKey(0x311, secret(p, row), preauth(p, 4)), Signing.aesGmac),
    ],
    [
      'with the last SESSION_SETUP Response',
      SIGNED,
      'preauth-with:session-setup-response-2',
      (p, row) => p.sign(row, signingKey(0x311, secret(p, row), extendPreauth(preauth(p), p.pass.bytesOf(5)!)), Signing.aesGmac),
    ],
    [
      'without the negotiation',
      SIGNED,
      'preauth-without:negotiate',
      (p, row) => p.sign(row, signingKey(0x311, secret(p, row), preauth(p, 0, 1)), Signing.aesGmac),
    ],
    [
      'over less than the message',
      SIGNED,
      'padding',
      (p, row) => p.sign(row, own(p, row).key, Signing.aesGmac, (bytes) => bytes.subarray(0, -3)),
      /without the last 3/,
    ],
    [
      'over more than the message',
      SIGNED,
      'padding',
      (p, row) => p.sign(row, own(p, row).key, Signing.aesGmac, (bytes) => Buffer.concat([bytes, Buffer.alloc(5)])),
      /5 more/,
    ],
    [
      'before CreditRequest was filled in',
      SIGNED,
      'header:CreditRequest',
      (p, row) => p.sign(row, own(p, row).key, Signing.aesGmac, (bytes) => bytes.fill(0, 14, 16)),
    ],
    ['before the flag was set', OLD, 'header:Flags', (p, row) => p.sign(row, own(p, row).key, Signing.hmacSha256, changed(16, 0))],
    ['of zeros', SIGNED, 'zero-signature', (p, row) => p.change(row, (bytes) => bytes.fill(0, SIGNATURE, SIGNATURE + 16))],
    ['turned over in one bit', SIGNED, 'tampered', (p, row) => p.change(row, flip(SIGNATURE + 3, 4)), /one byte of its Signature/],
    [
      'over a header of which a bit was turned over',
      SIGNED,
      'tampered',
      (p, row) => p.change(row, flip(4, 1)),
      /bit 0 of byte 0 of its StructureSize/,
    ],
    [
      'over a body of which a bit was turned over',
      SIGNED,
      'tampered',
      (p, row) => p.change(row, flip(-1, 0x20)),
      /bit 5 of byte \d+ of its body/,
    ],
    [
      'over a header that was changed',
      SIGNED,
      'tampered',
      (p, row) => p.change(row, flip(15)),
      /other messages of this side are right with the same key \(tried: .*algorithms.*padding.*each bit/,
    ],
    ['over a body that was changed', SIGNED, 'tampered', (p, row) => p.change(row, flip(-1)), /changed after it was signed/],
    ['over another SessionId', SIGNED, 'header:SessionId', (p, row) => p.change(row, flip(SESSION_ID + 1)), /SessionId was changed/],
  ];

  test.each(causes)('%s', async (_name, sample, cause, plant, says = /./) => {
    const planted = await Planted.in(sample);
    const row = planted.signed.filter((r) => !planted.isResponse(r))[5]!;
    plant(planted, row);
    const found = await only(planted);
    expect(found.cause).toBe(cause);
    expect(found.text).toMatch(says);
    expect(found.message).toBe(row + 1);
    expect((await planted.verify()).signatures.bad).toBe(1);
  });

  test('with a nonce of the other role', async () => {
    const planted = await Planted.in(SIGNED);
    const row = planted.signed[7]!;
    planted.change(row, (bytes) => {
      bytes.fill(0, SIGNATURE, SIGNATURE + 16);
      const nonce = gmacNonce(bytes);
      nonce[8]! ^= 1;
      bytes.set(signatureOfBytes(Signing.aesGmac, own(planted, row).key, nonce, bytes), SIGNATURE);
    });
    expect(await only(planted)).toMatchObject({ cause: 'wrong-nonce' });
  });

  test("that is its request's, though all went well", async () => {
    const planted = await Planted.in(SIGNED);
    const row = planted.signed.filter((r) => planted.isResponse(r) && planted.pass.messages.status[r] === 0)[4]!;
    const request = planted.pass.bytesOf(planted.pass.messages.pair[row]! - 1)!;
    planted.change(row, (bytes) => bytes.set(request.subarray(SIGNATURE, SIGNATURE + 16), SIGNATURE));
    expect(await only(planted)).toMatchObject({ cause: 'copied-signature' });
  });

  test('made while the Signature field held that of the request', async () => {
    const planted = await Planted.in(OLD);
    const row = planted.signed.filter((r) => planted.isResponse(r))[4]!;
    const request = planted.pass.bytesOf(planted.pass.messages.pair[row]! - 1)!;
    planted.change(row, (bytes) => {
      bytes.set(request.subarray(SIGNATURE, SIGNATURE + 16), SIGNATURE);
      bytes.set(signatureOfBytes(Signing.hmacSha256, own(planted, row).key, Buffer.alloc(12), bytes), SIGNATURE);
    });
    expect(await only(planted)).toMatchObject({ cause: 'signature-not-zeroed' });
  });

  test("with the key of the session's other channel", async () => {
    const planted = await Planted.in(CHANNELS);
    const { channels } = planted.pass.security.ring;
    const firstOf = (r: number) => channels.find((c) => c.session === planted.channelOf(r).session)!;
    const row = planted.signed.filter((r) => firstOf(r) !== planted.channelOf(r) && planted.pass.messages.command[r] !== SESSION_SETUP)[0]!;
    const first = firstOf(row);
    planted.sign(row, first.key!.key, first.key!.algorithm);
    const found = await only(planted);
    expect(found.cause).toBe('other-channel-key');
    expect(found.text).toContain(first.connection.name);
  });

  test('with the key of a reauthentication', async () => {
    const planted = await Planted.in(CHANNELS);
    const row = planted.signed.filter((r) => (planted.channelOf(r).session.security?.unused.length ?? 0) > 0).at(-1)!;
    const { key, algorithm } = planted.channelOf(row).session.security!.unused[0]!;
    planted.sign(row, key, algorithm);
    expect(await only(planted)).toMatchObject({ cause: 'reauthentication-key' });
  });

  test('with the key of another session, and of the one that it took the place of', async () => {
    const planted = await Planted.in('fsrvp-rpcclient.pcap');
    const [other, last] = planted.pass.security.ring.channels.slice(-2) as [Channel, Channel];
    const row = planted.signed.filter((r) => planted.channelOf(r) === last).at(-1)!;
    planted.sign(row, other.key!.key, other.key!.algorithm);
    expect(await only(planted)).toMatchObject({ cause: 'other-session-key', message: row + 1 });
    planted.change(planted.pass.messages.pair[last.session.establishedBy - 1]! - 1, (bytes) => {
      bytes.writeUInt32LE(other.session.idLow, PREVIOUS_SESSION_ID);
      bytes.writeUInt32LE(other.session.idHigh, PREVIOUS_SESSION_ID + 4);
    });
    expect(await only(planted)).toMatchObject({ cause: 'stale-key', message: row + 1 });
  });

  test('with a key that is of no message: none is bad for that, and the search ends', async () => {
    const planted = await Planted.in(SIGNED);
    const keys = keysOf(SIGNED);
    const wrong = {
      ...keys,
      credentials: [],
      sessions: keys.sessions.map((s) => ({ sessionId: s.sessionId, signingKey: Buffer.alloc(16, 7), channels: [] })),
    };
    expect(await planted.findings('signature-bad', wrong)).toEqual([]);
    const [said] = await planted.findings('not-verifiable', wrong);
    expect(said!.text).toMatch(/^141 signatures .*: none of the/);
  });

  test('of what one side sends', async () => {
    const planted = await Planted.in(SIGNED);
    for (const row of planted.signed) if (!planted.isResponse(row)) planted.sign(row, Buffer.alloc(16, 9), Signing.aesGmac);
    const found = await planted.findings('signature-bad');
    expect(new Set(found.map((f) => f.cause))).toEqual(new Set(['wrong-key']));
    expect(found[0]!.text).toMatch(/what the server sends is right .* the client/);
  });
});

describe('a retransmission with another content', () => {
  /** The frame of a message once more, behind itself or in front of itself, changed. */
  async function again(sample: string, pick: (p: Planted) => number, isFirst: boolean, change: (bytes: Buffer) => void) {
    const planted = await Planted.in(sample);
    const unit = pick(planted);
    const number = planted.frameOf(unit);
    const frame = planted.frames[number - 1]!;
    const copy = { ...frame, bytes: new Uint8Array(frame.bytes) };
    const changed = isFirst ? frame : copy;
    change(Buffer.from(changed.bytes.buffer, changed.bytes.byteOffset, changed.bytes.length));
    planted.frames.splice(number, 0, copy);
    return { planted, number };
  }
  const message = (p: Planted) => p.pass.messages.unit[p.signed.filter((r) => !p.isResponse(r))[6]!]!;

  test('the first is wrong, the second verifies', async () => {
    const { planted, number } = await again(SIGNED, message, true, flip(-1));
    const found = await only(planted);
    expect(found.cause).toBe('rewritten');
    expect(found.text).toContain(`what frame ${number} brought first does not verify, the retransmission in frame ${number + 1} does`);
  });

  test('the first verifies, the second was rewritten', async () => {
    const { planted, number } = await again(SIGNED, message, false, flip(-1));
    expect((await planted.verify()).signatures).toMatchObject({ bad: 0, ok: 141 });
    const found = await only(planted, 'retransmission');
    expect(found).toMatchObject({ cause: 'rewritten', severity: 'warning' });
    expect(found.text).toContain(`frame ${number + 1} sends bytes of it again`);
  });

  test('neither verifies', async () => {
    const { planted, number } = await again(SIGNED, message, true, flip(-1));
    planted.frames[number]!.bytes[planted.frames[number]!.bytes.length - 2]! ^= 0xff;
    const found = await only(planted);
    expect(found).toMatchObject({ cause: 'tampered' });
    expect(found.tried).toContain('its retransmissions');
  });

  test('of an encrypted message', async () => {
    const { planted } = await again(SEALED, (p) => p.sealed[8]!, true, flip(-1));
    expect(await only(planted, 'tag-bad')).toMatchObject({ cause: 'rewritten' });
    const { planted: other } = await again(SEALED, (p) => p.sealed[8]!, false, flip(-1));
    expect(await only(other, 'retransmission')).toMatchObject({ cause: 'rewritten' });
  });
});

describe('a tag', () => {
  const HEADER = 52;
  const keysOfSession = (p: Planted, unit: number): CipherKeys => p.pass.smb2.sessions[p.pass.units.session[unit]! - 1]!.security!.cipher!;
  const isRequest = (p: Planted, unit: number) => !p.isResponse(p.pass.messages.firstOf(unit));

  /** Encrypts a client's message again with what `other` says. */
  const seal = (p: Planted, unit: number, cipher: number, key: Buffer, change: (header: Buffer) => void = () => {}) =>
    p.changeUnit(unit, (bytes) => {
      const own = keysOfSession(p, unit);
      const { plain } = decryptTransform(own.cipher, own.c2s, bytes.subarray(0, HEADER), bytes.subarray(HEADER))!;
      const header = Buffer.from(bytes.subarray(0, HEADER));
      change(header);
      const { tag, encrypted } = encryptTransform(cipher, key, header, plain)!;
      bytes.set(encrypted, HEADER);
      bytes.set(header, 0);
      bytes.set(tag, 4);
    });
  const secret = (p: Planted, unit: number) => p.pass.smb2.sessions[p.pass.units.session[unit]! - 1]!.security!.origin!.secrets[0]!.key;

  const causes: readonly [name: string, cause: string, plant: (p: Planted, unit: number) => unknown, says?: RegExp][] = [
    ['turned over in one bit', 'tampered', (p, unit) => p.changeUnit(unit, flip(5, 2)), /one byte of its Signature is wrong/],
    [
      'over a nonce of which a bit was turned over',
      'tampered',
      (p, unit) => p.changeUnit(unit, flip(21, 1)),
      /bit 0 of byte 1 of its Nonce/,
    ],
    ['over a nonce that was changed', 'tampered', (p, unit) => p.changeUnit(unit, flip(21)), /tried: .*other direction.*other ciphers/],
    [
      'over cipher text of which a bit was turned over',
      'tampered',
      (p, unit) => p.changeUnit(unit, flip(-1, 0x10)),
      /bit 4 of byte \d+ of what is encrypted/,
    ],
    [
      'over cipher text that was changed',
      'tampered',
      (p, unit) => p.changeUnit(unit, flip(60)),
      /changed after it was encrypted: \d+ other messages of this side are right/,
    ],
    ['over an OriginalMessageSize that was changed', 'header:OriginalMessageSize', (p, unit) => p.changeUnit(unit, flip(36, 3))],
    ['over a SessionId that was changed', 'header:SessionId', (p, unit) => p.changeUnit(unit, flip(44))],
    [
      'with the key of the other direction',
      'wrong-direction',
      (p, unit) => seal(p, unit, 2, keysOfSession(p, unit).s2c),
      /key for server to client/,
    ],
    ['by another cipher', 'wrong-cipher', (p, unit) => seal(p, unit, 1, keysOfSession(p, unit).c2s), /AES-128-CCM instead of AES-128-GCM/],
    [
      'by another cipher with its own key',
      'wrong-cipher',
      (p, unit) => {
        let hash: Buffer = Buffer.from(PREAUTH_START);
        for (const row of [0, 1, 2, 3, 4]) hash = extendPreauth(hash, p.pass.bytesOf(row)!);
        seal(p, unit, 4, encryptionKeys(0x311, 4, secret(p, unit), hash)!.c2s);
      },
      /AES-256-GCM instead of AES-128-GCM/,
    ],
    [
      'without a message in the hash',
      'preauth-without:session-setup-response-1',
      (p, unit) => {
        let hash: Buffer = Buffer.from(PREAUTH_START);
        for (const row of [0, 1, 2, 4]) hash = extendPreauth(hash, p.pass.bytesOf(row)!);
        seal(p, unit, 2, encryptionKeys(0x311, 2, secret(p, unit), hash)!.c2s);
      },
    ],
  ];

  test.each(causes)('%s', async (_name, cause, plant, says = /./) => {
    const planted = await Planted.in(SEALED);
    const unit = planted.sealed.filter((u) => isRequest(planted, u))[12]!;
    plant(planted, unit);
    const found = await only(planted, 'tag-bad');
    expect(found.cause).toBe(cause);
    expect(found.text).toMatch(says);
    expect((await planted.verify()).encryption).toMatchObject({ bad: 1, ok: 139 });
  });

  test('that is right over a nonce that was used before', async () => {
    const planted = await Planted.in(SEALED);
    const [first, second] = planted.sealed.filter((u) => isRequest(planted, u)).slice(12);
    let nonce = Buffer.alloc(0);
    planted.changeUnit(first!, (bytes) => {
      nonce = Buffer.from(bytes.subarray(20, 36));
    });
    seal(planted, second!, 2, keysOfSession(planted, second!).c2s, (header) => header.set(nonce, 20));
    expect((await planted.verify()).encryption).toMatchObject({ bad: 0, ok: 140 });
    expect((await only(planted, 'nonce-reuse')).text).toContain(`in frame ${planted.frameOf(first!)}`);
  });

  test('with keys that are of no message: none is bad for that', async () => {
    const planted = await Planted.in(SEALED);
    const { sessions } = keysOf(SEALED);
    const bad = Buffer.alloc(16, 3);
    const wrong = {
      credentials: [],
      keytab: [],
      sessions: [{ sessionId: sessions[0]!.sessionId, encryptionKeyC2S: bad, encryptionKeyS2C: bad, channels: [] }],
    };
    expect(await planted.findings('tag-bad', wrong)).toEqual([]);
    const said = await planted.findings('not-decryptable', wrong);
    expect(said.map((f) => f.text)).toContainEqual(expect.stringMatching(/^140 encrypted messages .* none of the given keys/));
  });
});

describe('a message of a binding', () => {
  test.each([0, 1, 2, 3])('the %ith', async (which) => {
    const planted = await Planted.in(CHANNELS);
    const binding = planted.signed.filter(
      (r) => planted.pass.messages.command[r] === SESSION_SETUP && planted.pass.messages.detail[r] === 1,
    );
    planted.change(binding[which]!, flip(SIGNATURE, 1));
    const found = await planted.findings('signature-bad');
    expect(found[0]).toMatchObject({ message: binding[which]! + 1, cause: 'tampered' });
    expect(found[0]!.text).toContain('one byte of its Signature is wrong');
  });
});

describe('a member of a compound', () => {
  const FIRST = 72;
  const ECHO = 13;

  /** A message becomes two ECHO Requests: the first has 4 bytes of padding, the second what is left over. */
  async function compound(size: (whole: number) => number) {
    const planted = await Planted.in(SIGNED);
    const row = planted.signed.filter((r) => !planted.isResponse(r) && planted.pass.messages.length[r]! >= 2 * FIRST)[3]!;
    const { key, algorithm } = planted.channelOf(row).key!;
    planted.change(row, (bytes) => {
      bytes.fill(0, 64);
      bytes.writeUInt16LE(ECHO, 12);
      bytes.copy(bytes, FIRST, 0, 64);
      bytes.writeUInt32LE(FIRST, 20);
      bytes.writeUInt16LE(4, 64);
      bytes.writeUInt16LE(4, FIRST + 64);
      const second = bytes.subarray(FIRST);
      second.set(signatureOf(algorithm, key, second)!, SIGNATURE);
      bytes.set(signatureOf(algorithm, key, bytes.subarray(0, size(bytes.length)))!, SIGNATURE);
    });
    return { planted, row };
  }

  test('signed as it should be', async () => {
    const { planted } = await compound(() => FIRST);
    expect((await planted.verify()).signatures).toMatchObject({ bad: 0, ok: 142 });
  });

  test('signed without its padding', async () => {
    const { planted, row } = await compound(() => FIRST - 4);
    expect(await only(planted)).toMatchObject({ cause: 'padding', message: row + 1 });
  });

  test('signed with all that follows', async () => {
    const { planted, row } = await compound((whole) => whole);
    expect(await only(planted)).toMatchObject({ cause: 'compound', message: row + 1 });
  });
});

test.each([SIGNED, CHANNELS, SEALED, OLD])('damage anywhere is told, never thrown: %s', async (sample) => {
  let seed = 12345;
  const next = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  for (let run = 0; run < ROUNDS; run++) {
    const planted = await Planted.in(sample);
    for (let i = 0; i < 8; i++) {
      const number = next(planted.frames.length);
      const frame = planted.frames[number]!;
      if (next(3) === 0) planted.frames.splice(number, 0, { ...frame, bytes: new Uint8Array(frame.bytes) });
      frame.bytes[next(frame.bytes.length)]! ^= 1 + next(255);
    }
    const { signatures: s, encryption: e } = await planted.verify();
    expect(s.signed).toBe(s.ok + s.bad + s.echo + s.unverified);
    expect(e.transforms).toBe(e.ok + e.bad + e.unverified);
  }
});
