import { describe, expect, test } from 'vitest';
import { Signer, Signing, type SigningAlgorithm, signatureOf } from '../../src/crypto/signing.ts';
import { sessionKeys } from '../../src/report/keys.ts';
import { type Verification, verification } from '../../src/report/verify.ts';
import { Protocol } from '../../src/smb/columns.ts';
import { signingNames } from '../../src/smb/keys/algorithms.ts';
import { type KeyMaterial, noKeys, type SessionKeys } from '../../src/smb/keys/material.ts';
import { parseKeys, readKeysFile } from '../../src/smb/keys/read.ts';
import { Pass } from '../../src/smb/pass.ts';
import { framesInMemory, type MemoryFrame } from '../memory.ts';
import { echo, layout, Sender } from '../net/packets.ts';
import { passOf, samplePath, samples } from '../samples.ts';

const SIGNED = 'dialect-3.1.1-signed.pcap';
const ENCRYPTED = 'encrypt-3.1.1-aes-128-gcm.pcapng';
const BOUND = 'st-session-reauth-bind.pcapng';
const KERBEROS = 'kerberos-signed.pcap';

const givenFor = (name: string): KeyMaterial => readKeysFile(`${samplePath(name)}.keys.json`);
const sessionsOnly = (name: string, change: (s: SessionKeys) => SessionKeys[] = (s) => [s]): KeyMaterial => ({
  ...noKeys(),
  sessions: givenFor(name).sessions.flatMap((s) => change(s)),
});

/** The frames of a sample, free to be changed. */
async function framesOf(name: string): Promise<MemoryFrame[]> {
  const { capture } = await passOf(name);
  return Array.from({ length: capture.frameCount }, (_, i) => {
    const { bytes, start, captured, original, linkType, seconds, nanoseconds } = capture.at(i + 1)!;
    return { bytes: bytes.slice(start, start + captured), original, linkType, seconds, nanoseconds };
  });
}

async function run(frames: readonly MemoryFrame[], keys: KeyMaterial): Promise<Pass> {
  const pass = new Pass(framesInMemory(frames).capture, keys, true);
  await pass.run();
  return pass;
}

const verified = async (frames: readonly MemoryFrame[], keys: KeyMaterial): Promise<Verification> => verification(await run(frames, keys));
const tally = ({ signatures: s, encryption: e }: Verification) => [s.ok, s.bad, s.unverified, e.ok, e.bad, e.unverified];
const wrong = (key: Buffer): Buffer => Buffer.from(key.map((byte) => byte ^ 0x55));

/** The same session as if another key had been found for it. */
function mistaken(s: SessionKeys): SessionKeys {
  const other: SessionKeys = { ...s, channels: s.channels.map((c) => ({ ...c, signingKey: wrong(c.signingKey) })) };
  for (const name of ['sessionKey', 'signingKey', 'applicationKey', 'encryptionKeyC2S', 'encryptionKeyS2C'] as const)
    if (s[name] !== undefined) other[name] = wrong(s[name]);
  return other;
}

const derivedOnly = ({ sessionKey, ...rest }: SessionKeys): SessionKeys[] => [rest];
const keyOnly = ({ sessionId, sessionKey }: SessionKeys): SessionKeys[] =>
  sessionKey === undefined ? [] : [{ sessionId, sessionKey, channels: [] }];

/** Frame after which the last authentication of a sample is done. */
async function authenticated(name: string): Promise<number> {
  const { messages: m, units } = await passOf(name);
  let row = 0;
  for (let i = 0; i < m.count; i++) if (m.command[i] === 1 && m.protocol[i] === Protocol.smb2) row = i;
  return units.frame[m.unit[row]!]!;
}

describe('a capture that begins after the authentication', () => {
  test.each([SIGNED, 'dialect-3.0-signed.pcap', 'dialect-2.0.2-signed.pcap', 'ipv6-3.1.1-signed.pcapng', KERBEROS])(
    '%s: derived keys verify it, a password does not',
    async (name) => {
      const frames = (await framesOf(name)).slice(await authenticated(name));
      const found = await verified(frames, sessionsOnly(name, derivedOnly));
      expect(found.signatures.signed).toBeGreaterThan(130);
      expect(found.signatures.ok).toBe(found.signatures.signed);
      const { signatures, findings } = await verified(frames, { ...givenFor(name), sessions: [] });
      expect([signatures.ok, signatures.bad, signatures.unverified]).toEqual([0, 0, found.signatures.signed]);
      expect(findings.map((f) => [f.kind, f.text])).toEqual([
        ['not-verifiable', `${signatures.signed} signatures from here on can't be verified: no key is known for the session`],
      ]);
    },
  );

  test('derived keys open what is encrypted', async () => {
    const frames = (await framesOf(ENCRYPTED)).slice(await authenticated(ENCRYPTED));
    expect(tally(await verified(frames, sessionsOnly(ENCRYPTED, derivedOnly)))).toEqual([0, 0, 0, 140, 0, 0]);
    const bare = ({ sessionId, encryptionKeyC2S, encryptionKeyS2C }: SessionKeys) => [
      { sessionId, encryptionKeyC2S: encryptionKeyC2S!, encryptionKeyS2C: encryptionKeyS2C!, channels: [] },
    ];
    expect(tally(await verified(frames, sessionsOnly(ENCRYPTED, bare)))).toEqual([0, 0, 0, 140, 0, 0]);
    expect(tally(await verified(frames, noKeys()))).toEqual([0, 0, 0, 0, 0, 140]);
  });

  test.each([
    ['dialect-3.0-signed.pcap', 0x0300],
    ['dialect-2.0.2-signed.pcap', 0x0202],
  ])('%s: a session key and the dialect are enough where no hash of the messages before is needed', async (name, dialect) => {
    const frames = (await framesOf(name)).slice(await authenticated(name));
    const { signatures } = await verified(
      frames,
      sessionsOnly(name, (s) => keyOnly(s).map((each) => ({ ...each, dialect }))),
    );
    expect([signatures.ok > 130, signatures.ok === signatures.signed]).toEqual([true, true]);
  });

  test('a session key alone is not enough in 3.1.1, and that is said', async () => {
    const frames = (await framesOf(SIGNED)).slice(await authenticated(SIGNED));
    const { signatures, findings } = await verified(
      frames,
      sessionsOnly(SIGNED, (s) => keyOnly(s).map((each) => ({ ...each, dialect: 0x0311 }))),
    );
    expect([signatures.ok, signatures.bad]).toEqual([0, 0]);
    expect(findings[0]!.text).toMatch(/a message before it, which its keys are derived from, is missing from the capture$/);
  });
});

describe('of several keys the one that fits is taken', () => {
  test.each([SIGNED, 'dialect-2.0.2-signed.pcap', 'dialect-3.0-signed.pcap', ENCRYPTED, BOUND])('%s: wrong ones first', async (name) => {
    const frames = await framesOf(name);
    const right = await run(frames, givenFor(name));
    for (const part of [(s: SessionKeys) => [s], derivedOnly]) {
      const both = sessionsOnly(name, (s) => [...part(mistaken(s)), ...part(s)]);
      const pass = await run(frames, both);
      expect(tally(verification(pass))).toEqual(tally(verification(right)));
    }
    // And it is the one that is shown.
    const pass = await run(
      frames,
      sessionsOnly(name, (s) => [mistaken(s), s]),
    );
    const shown = (p: Pass) =>
      sessionKeys(p, true).map(({ sessionKey, signingKey, applicationKey, encryptionKeyC2S, encryptionKeyS2C }) => ({
        sessionKey,
        signingKey,
        applicationKey,
        encryptionKeyC2S,
        encryptionKeyS2C,
      }));
    expect(shown(pass)).toEqual(shown(right));
  });

  test('two servers that gave the same SessionId to different sessions', async () => {
    const name = 'ipv6-3.1.1-signed.pcapng';
    const [one, other] = [await framesOf(SIGNED), await framesOf(name)];
    const [first, second] = [givenFor(SIGNED).sessions[0]!, givenFor(name).sessions[0]!];
    const id = Buffer.from(first.sessionId, 'hex').reverse();
    const { messages: m, units, pieces, capture } = await passOf(name);
    for (let row = 0; row < m.count; row++) {
      if (m.session[row] === 0) continue;
      const position = pieces.positions[units.firstPiece[m.unit[row]!]!]!;
      const frame = capture.numberAt(position);
      const at = position - capture.at(frame)!.position + m.offset(row);
      const bytes = other[frame - 1]!.bytes.subarray(at, at + m.length[row]!);
      bytes.set(id, 40);
      const signer = new Signer(Signing.aesGmac, second.signingKey!);
      signer.update(bytes);
      if ((m.flags[row]! & 8) !== 0) bytes.set(signer.digest()!, 48);
    }
    const derived = [first, second].flatMap(derivedOnly).map((s) => ({ ...s, sessionId: first.sessionId }));
    for (const sessions of [derived, derived.toReversed()]) {
      const pass = await run([...one, ...other], { ...noKeys(), sessions });
      expect(tally(verification(pass))).toEqual([141 + 141, 0, 0, 0, 0, 0]);
      const found = sessionKeys(pass, true);
      expect(found.map((s) => [s.sessionId, s.signingKey])).toEqual([
        [`0x${first.sessionId}`, first.signingKey!.toString('hex')],
        [`0x${first.sessionId}`, second.signingKey!.toString('hex')],
      ]);
      const again = await run([...one, ...other], parseKeys(JSON.stringify({ sessions: found }), 'found.json'));
      expect(tally(verification(again))).toEqual([141 + 141, 0, 0, 0, 0, 0]);
    }
  });

  test('the same session twice with different parts', async () => {
    const frames = await framesOf(ENCRYPTED);
    const parts = sessionsOnly(ENCRYPTED, ({ sessionId, signingKey, encryptionKeyC2S, encryptionKeyS2C }) => [
      { sessionId, signingKey: signingKey!, channels: [] },
      { sessionId, encryptionKeyC2S: encryptionKeyC2S!, encryptionKeyS2C: encryptionKeyS2C!, channels: [] },
    ]);
    expect(tally(await verified(frames, parts))).toEqual([1, 0, 0, 140, 0, 0]);
  });

  test('users of the same name, and a password that is wrong before the right one', async () => {
    const frames = await framesOf(SIGNED);
    const credentials = [
      { user: 'alice', password: 'wrong' },
      { user: 'ALICE', domain: 'OTHER', password: 'Bob-Pa55word' },
      ...givenFor(SIGNED).credentials,
    ];
    expect(tally(await verified(frames, { ...noKeys(), credentials }))).toEqual([141, 0, 0, 0, 0, 0]);
  });
});

describe('long and short session keys', () => {
  test.each([SIGNED, KERBEROS])('%s: as long as it is, or the first 16 bytes of it', async (name) => {
    const frames = await framesOf(name);
    for (const size of [16, 32]) {
      const keys = sessionsOnly(name, (s) =>
        keyOnly(s).map((each) => ({ ...each, sessionKey: Buffer.concat([each.sessionKey!, Buffer.alloc(32)]).subarray(0, size) })),
      );
      expect(tally(await verified(frames, keys)).slice(0, 3)).toEqual([141, 0, 0]);
    }
  });
});

describe('each member of a compound has a signature of its own', () => {
  const sessionId = '00000000deadbeef';
  const signingKey = Buffer.alloc(16, 7);

  /** Three ECHO Requests in one; the last byte of a member is padding, and signed too (MS-SMB2 3.1.4.1). */
  function compound(algorithm: SigningAlgorithm): Buffer[] {
    return [0, 1, 2].map((i) => {
      const isLast = i === 2;
      const member = Buffer.concat([echo(i).subarray(4), Buffer.alloc(isLast ? 0 : 4)]);
      member.writeUInt32LE(8, 16);
      member.writeUInt32LE(isLast ? 0 : member.length, 20);
      member.writeUInt32LE(0xdeadbeef, 40);
      member.set(signatureOf(algorithm, signingKey, member)!, 48);
      return member;
    });
  }

  test.each(Object.entries(signingNames))('%s', async (_, signingAlgorithm) => {
    const keys = { ...noKeys(), sessions: [{ sessionId, signingKey, signingAlgorithm, dialect: 0x0311, channels: [] }] };
    const verdicts = async (members: readonly Buffer[]) => {
      const size = members.reduce((n, part) => n + part.length, 0);
      const bytes = new Sender().send(layout([0, 1], [size, 3], ...members));
      const { signatures, findings } = await verified([{ bytes }], keys);
      return [signatures.ok, findings.filter((f) => f.kind === 'signature-bad').map((f) => f.message)];
    };
    expect(await verdicts(compound(signingAlgorithm))).toEqual([3, []]);
    for (let i = 0; i < 3; i++) {
      const members = compound(signingAlgorithm);
      members[i]![members[i]!.length - 1]! ^= 1;
      expect(await verdicts(members)).toEqual([2, [i + 1]]);
    }
  });
});

describe('keys that were found are a keys file', () => {
  test.each(samples)('%s', async (name) => {
    const frames = await framesOf(name);
    const pass = await run(frames, givenFor(name));
    const text = JSON.stringify({ sessions: sessionKeys(pass, true) });
    const again = await run(frames, parseKeys(text, 'found.json'));
    expect(tally(verification(again))).toEqual(tally(verification(pass)));
    expect(sessionKeys(again, true).map((s) => [s.sessionKey, s.boundChannels.map((c) => c.channelSigningKey)])).toEqual(
      sessionKeys(pass, true).map((s) => [s.sessionKey, s.boundChannels.map((c) => c.channelSigningKey)]),
    );
    expect(JSON.stringify(sessionKeys(pass, false))).not.toMatch(/[0-9a-f]{32}/);
  });

  test('also without the session keys, and a channel once', async () => {
    const frames = await framesOf(BOUND);
    const pass = await run(frames, givenFor(BOUND));
    const found = sessionKeys(pass, true);
    expect(found.filter((s) => s.boundChannels.length > 0)).toHaveLength(4);
    for (const { boundChannels } of found) expect(new Set(boundChannels.map((c) => c.connection)).size).toBe(boundChannels.length);
    const derived = { sessions: found.map(({ sessionKey, ...rest }) => rest) };
    expect(tally(verification(await run(frames, parseKeys(JSON.stringify(derived), 'f'))))).toEqual(tally(verification(pass)));
  });
});

test.each(['sessions', 'credentials'] as const)(
  "SESSION_SETUPs on a bound connection are signed with the session's key: %s",
  async (source) => {
    const keys = givenFor('bind-cmac-hmac.pcap');
    const found = await verified(await framesOf('bind-cmac-hmac.pcap'), { ...noKeys(), [source]: keys[source] });
    expect(tally(found)).toEqual([10, 0, 0, 15, 0, 0]);
    expect(found.signatures.byAlgorithm).toEqual({ 'AES-CMAC': 1, 'HMAC-SHA256': 9 });
  },
);
