import { describe, expect, test } from 'vitest';
import { NtlmFlag } from '../../src/crypto/ntlm.ts';
import { SIGNATURE, signatureOf } from '../../src/crypto/signing.ts';
import { Findings } from '../../src/smb/security/findings.ts';
import { Negotiation } from '../../src/smb/security/negotiation.ts';
import { weakNtlm, weakTicket } from '../../src/smb/security/rules-authentication.ts';
import { downgrades, negotiated } from '../../src/smb/security/rules-negotiation.ts';
import { Planted } from './planted.ts';

const SIGNED = 'dialect-3.1.1-signed.pcap';
const OLD = 'dialect-2.0.2-signed.pcap';
const SIGNED_300 = 'dialect-3.0-signed.pcap';
const CHANNELS = 'st-session-reauth-bind.pcapng';
const SEALED = 'encrypt-3.1.1-aes-128-gcm.pcapng';
const VALIDATE_NEGOTIATE_INFO = 0x00140204;

/** The only finding of a kind. */
async function only(planted: Planted, kind: string) {
  const found = await planted.findings(kind);
  expect(found.map((f) => f.kind)).toEqual([kind]);
  return found[0]!;
}

const flip =
  (at: number, bits: number) =>
  (bytes: Buffer): void => {
    bytes[at]! ^= bits;
  };

describe('the negotiation', () => {
  const VALIDATE = 8;
  const INPUT = 64 + 56;
  const OUTPUT = 64 + 48;

  /** Changes a signed message and signs it as it should be. */
  const resigned = (p: Planted, row: number, change: (bytes: Buffer) => void) => {
    const { key, algorithm } = p.channelOf(row).key!;
    return p.change(row, (bytes) => {
      change(bytes);
      bytes.set(signatureOf(algorithm, key, bytes)!, SIGNATURE);
    });
  };

  const differing: readonly [field: string, offset: number][] = [
    ['Capabilities', 0],
    ['Guid', 4],
    ['SecurityMode', 20],
  ];
  test.each(differing)('%s of VALIDATE_NEGOTIATE_INFO', async (field, offset) => {
    for (const [row, start] of [
      [VALIDATE, INPUT],
      [VALIDATE + 1, OUTPUT],
    ] as const) {
      const planted = await Planted.in(SIGNED_300);
      resigned(planted, row, flip(start + offset, 1));
      const found = await only(planted, 'validate-negotiate');
      expect(found).toMatchObject({ message: row + 1, severity: 'error' });
      expect(found.text).toContain(`${field} of VALIDATE_NEGOTIATE_INFO`);
    }
  });

  test('a NEGOTIATE Request with other dialects than the client says it sent', async () => {
    const planted = await Planted.in(SIGNED_300);
    planted.change(0, (bytes) => bytes.writeUInt16LE(0x0302, 100));
    const found = await planted.findings('validate-negotiate');
    expect(found[0]!.text).toContain('Dialects of VALIDATE_NEGOTIATE_INFO');
    expect((await only(planted, 'negotiate-not-offered')).text).toContain('0x0300');
  });

  test('a dialect that the client did not offer', async () => {
    const planted = await Planted.in(OLD);
    planted.change(0, (bytes) => bytes.writeUInt16LE(0x0210, 100));
    expect((await only(planted, 'negotiate-not-offered')).text).toContain('0x0202');
  });

  test('a cipher that the client did not offer, and no hash at all', async () => {
    const planted = await Planted.in(SIGNED);
    const response = planted.pass.bytesOf(1)!;
    const contexts = Buffer.from(response).readUInt32LE(64 + 60);
    planted.change(1, (bytes) => bytes.writeUInt16LE(0x0100, contexts));
    expect((await only(planted, 'negotiate-context-missing')).text).toContain('SMB2_PREAUTH_INTEGRITY_CAPABILITIES');
  });

  test('no VALIDATE_NEGOTIATE_INFO at all', async () => {
    const planted = await Planted.in(SIGNED_300);
    for (const row of planted.signed)
      if (planted.pass.messages.detail[row] === VALIDATE_NEGOTIATE_INFO) resigned(planted, row, flip(64 + 4, 1));
    expect(await only(planted, 'not-validated')).toMatchObject({ severity: 'note' });
  });

  test('an answer to VALIDATE_NEGOTIATE_INFO that nothing protects', async () => {
    const planted = await Planted.in(SIGNED_300);
    planted.change(VALIDATE + 1, flip(16, 8));
    expect((await only(planted, 'validate-negotiate')).text).toContain('neither signed nor encrypted');
  });

  test('a TREE_CONNECT of 3.1.1 that nothing protects', async () => {
    const planted = await Planted.in(CHANNELS);
    planted.change(6, flip(16, 8));
    expect(await only(planted, 'not-signed')).toMatchObject({ message: 7, spec: 'MS-SMB2 3.3.5.7' });
  });

  test('nothing is said of what is in order', async () => {
    for (const sample of [SIGNED, SIGNED_300, OLD, SEALED, CHANNELS]) {
      const { findings } = await (await Planted.in(sample)).verify();
      expect(findings).toEqual([]);
    }
  });
});

describe('connections of one capture', () => {
  const ALL = [0x0202, 0x0210, 0x0300, 0x0302, 0x0311];
  const contexts = { hashes: undefined, ciphers: undefined, signing: undefined };
  let row = 0;
  /** A connection of client `a`… with server `x`… . */
  function connection(client: string, server: string, offered: readonly number[], dialect: number): Negotiation {
    const said = { Capabilities: 0, SecurityMode: 1, ...contexts };
    const made = new Negotiation({ ...said, row: row++, Guid: client, dialects: offered });
    made.answer = { ...said, row: row++, Guid: server, dialects: [dialect], hashes: dialect === 0x0311 ? [1] : undefined };
    return made;
  }
  const found = (...all: readonly Negotiation[]) => {
    const findings = new Findings();
    downgrades(all, findings);
    return findings.kept.map(({ kind, severity, row }) => [kind, severity, row]);
  };

  test('the server answers less than it agrees on elsewhere', () => {
    const less = connection('a', 'x', ALL, 0x0210);
    expect(found(less, connection('b', 'x', ALL, 0x0311))).toEqual([['downgrade', 'warning', less.answer!.row]]);
    expect(found(less, connection('b', 'y', ALL, 0x0311))).toEqual([]);
  });

  test('the client offers less than elsewhere', () => {
    const less = connection('a', 'x', [0x0202, 0x0210], 0x0210);
    expect(found(less, connection('a', 'x', ALL, 0x0311))).toEqual([['downgrade', 'note', less.offer.row]]);
    expect(found(less, connection('b', 'x', ALL, 0x0311))).toEqual([]);
  });

  test('the wildcard is not a dialect', () => {
    expect(found(connection('a', 'x', ALL, 0x02ff), connection('a', 'x', ALL, 0x0311))).toEqual([]);
  });

  test('what the server chooses was offered', () => {
    const made = connection('a', 'x', ALL, 0x0311);
    const said = made.answer!;
    const texts = (answer: Partial<typeof said>, offer: Partial<typeof said> = {}) => {
      const changed = new Negotiation({ ...made.offer, ...offer });
      changed.answer = { ...said, ...answer };
      const findings = new Findings();
      negotiated(changed, findings);
      return findings.kept.map((f) => f.text).join();
    };
    expect(texts({})).toBe('');
    expect(texts({ ciphers: [0] }, { ciphers: [1, 2] })).toBe('');
    expect(texts({ ciphers: [2] }, { ciphers: [1, 2] })).toBe('');
    expect(texts({ ciphers: [4] }, { ciphers: [1, 2] })).toMatch(/cipher AES-256-GCM, which the client did not offer/);
    expect(texts({ signing: [2] }, { signing: [1] })).toMatch(/signing algorithm AES-GMAC/);
    expect(texts({}, { ciphers: [1, 2] })).toMatch(/answers without SMB2_ENCRYPTION_CAPABILITIES/);
    expect(texts({ hashes: undefined })).toMatch(/SMB2_PREAUTH_INTEGRITY_CAPABILITIES/);
  });
});

describe('an authentication', () => {
  const response = (size: number, byte = 7) => Buffer.alloc(size, byte);
  const ntlm = (flags: number, lmResponse: Buffer, ntResponse: Buffer) =>
    weakNtlm({
      flags,
      lmResponse,
      ntResponse,
      serverChallenge: Buffer.alloc(8),
      user: 'alice',
      domain: '',
      encryptedRandomSessionKey: Buffer.alloc(0),
    }).map((w) => w.kind);

  test('by NTLMv1 and LM', () => {
    expect(ntlm(0, response(24), response(100))).toEqual([]);
    expect(ntlm(NtlmFlag.extendedSessionSecurity, response(24), response(24, 8))).toEqual(['ntlmv1']);
    expect(ntlm(0, response(24, 0), response(24))).toEqual(['ntlmv1']);
    expect(ntlm(0, response(24), response(24))).toEqual(['ntlmv1']);
    expect(ntlm(0, response(24), response(24, 8))).toEqual(['ntlmv1', 'lm-response']);
    expect(ntlm(0, response(24), response(0))).toEqual(['lm-response']);
  });

  test('by a ticket of an old type', () => {
    expect([18, 17, 20, 23, 24, 3].map((etype) => weakTicket(etype).map((w) => w.kind)[0])).toEqual([
      undefined,
      undefined,
      undefined,
      'rc4-ticket',
      'rc4-ticket',
      'des-ticket',
    ]);
  });

  test('the type is read from the AP-REQ', async () => {
    const planted = await Planted.in('kerberos-signed.pcap');
    const { messages: m } = planted.pass;
    const row = Array.from({ length: m.count }, (_, r) => r).find((r) => m.protocol[r] === 0 && m.command[r] === 1)!;
    planted.change(row, (bytes) => {
      bytes[bytes.indexOf('a003020112', 0, 'hex') + 4] = 23;
    });
    expect(await only(planted, 'rc4-ticket')).toMatchObject({ severity: 'warning' });
  });

  test('that makes a guest of the client', async () => {
    const planted = await Planted.in(OLD);
    planted.change(5, flip(64 + 2, 1));
    expect(await only(planted, 'guest-session')).toMatchObject({ message: 6, severity: 'note' });
  });
});
