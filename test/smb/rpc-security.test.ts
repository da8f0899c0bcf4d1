import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Command } from '../../dissectors/smb2/header.ts';
import { SessionSetupRequest, SessionSetupResponse } from '../../dissectors/smb2/session-setup.ts';
import { encryptionType, Usage } from '../../src/crypto/kerberos/encryption.ts';
import { NtlmFlag } from '../../src/crypto/ntlm.ts';
import { type NtlmSession, ntlmSession } from '../../src/crypto/ntlm-session.ts';
import { Kind, type Node } from '../../src/dissect/node.ts';
import { nameFor } from '../../src/dissect/show.ts';
import { Protocol } from '../../src/smb/columns.ts';
import { type KeyMaterial, noKeys } from '../../src/smb/keys/material.ts';
import { readKeysFile, readKeytabFile } from '../../src/smb/keys/read.ts';
import { Pass } from '../../src/smb/pass.ts';
import { Records } from '../../src/smb/records.ts';
import type { Pdu } from '../../src/smb/rpc/association.ts';
import { headerAt, isCall, PfcFlag } from '../../src/smb/rpc/header.ts';
import { operationOf } from '../../src/smb/rpc/parts.ts';
import { KerberosProtection, NtlmProtection, type Protected } from '../../src/smb/rpc/protection.ts';
import { SecurityContexts } from '../../src/smb/rpc/security-contexts.ts';
import { corpus, hasVectors, hex } from '../crypto/vectors.ts';
import { fileInMemory } from '../memory.ts';
import { Random } from '../torture.ts';

const EXTENDED = (NtlmFlag.sign | NtlmFlag.seal | NtlmFlag.extendedSessionSecurity | NtlmFlag.keyExchange | NtlmFlag.seal128) >>> 0;
const OLD = (NtlmFlag.sign | NtlmFlag.seal | NtlmFlag.keyExchange | NtlmFlag.seal128) >>> 0;
const LOST = 'not verifiable: PDUs before it are not in the capture';
const key = Buffer.from(Array.from({ length: 16 }, (_, i) => i));
const before = Buffer.alloc(24, 1);
const after = Buffer.alloc(8, 2);

/** What a side sends next, sealed or signed. */
function sent(from: NtlmSession, isFromServer: boolean, plain: Buffer, isSealed: boolean, signsHeader = true): Protected {
  const stream = isFromServer ? from.server : from.client;
  const stub = isSealed ? stream.unseal(plain) : plain;
  const verifier = signsHeader ? stream.sign(before, plain, after) : stream.sign(plain);
  return { isFromServer, isSealed, signsHeader, before, stub, after, verifier };
}
const damaged = (pdu: Protected): Protected => ({ ...pdu, stub: pdu.stub.map((b, i) => (i === 0 ? b ^ 1 : b)) });

describe('NTLM', () => {
  test.each([
    ['extended session security', EXTENDED],
    ['without it one stream for both directions', OLD],
  ])('%s: the key stream goes on from PDU to PDU', (_, flags) => {
    const from = ntlmSession(flags, key, 1);
    const to = new NtlmProtection(flags, key, 1);
    const pdus = [false, true, true, false, true].map((isServer, i) => sent(from, isServer, Buffer.alloc(100 + i, i), true));
    const opened = pdus.map((p) => to.open(p));
    expect(opened.map((o) => o.verdict)).toEqual(Array(5).fill('ok'));
    expect(opened.map((o, i) => o.unseal!(pdus[i]!.stub)?.[0])).toEqual([0, 1, 2, 3, 4]);
  });

  test('large stub data is opened again, at any time, from its place in the stream', () => {
    const from = ntlmSession(EXTENDED, key);
    const to = new NtlmProtection(EXTENDED, key, 0);
    const pdus = [4000, 5000, 6000].map((size, i) => sent(from, false, Buffer.alloc(size, i), true));
    const opened = pdus.map((p) => to.open(p));
    for (const i of [2, 0, 1, 1]) expect(Buffer.from(opened[i]!.unseal!(pdus[i]!.stub)!)).toEqual(Buffer.alloc((4 + i) * 1000, i));
  });

  test.each([true, false])('a PDU that was changed is wrong, and those after it are not (sealed: %s)', (isSealed) => {
    const from = ntlmSession(EXTENDED, key);
    const to = new NtlmProtection(EXTENDED, key, 0);
    const pdus = [0, 1, 2].map((i) => sent(from, false, Buffer.alloc(40, i), isSealed));
    expect([pdus[0]!, damaged(pdus[1]!), pdus[2]!].map((p) => to.open(p).verdict)).toEqual(['ok', 'wrong', 'ok']);
  });

  test('headers are signed or not where the sides did not agree on it; where they did, they have to be', () => {
    const from = ntlmSession(EXTENDED, key);
    const to = new NtlmProtection(EXTENDED, key, 0);
    const stub = sent(from, false, Buffer.alloc(40), true, false);
    const whole = { ...sent(from, false, Buffer.alloc(40), true), signsHeader: false };
    const less = { ...sent(from, false, Buffer.alloc(40), true, false), signsHeader: true };
    expect([stub, whole, less].map((p) => to.open(p).verdict)).toEqual(['ok', 'ok', 'wrong']);
  });

  test('PDUs are missing: signatures are caught up with, sealed stub data is lost, and the other direction goes on', () => {
    for (const isSealed of [false, true]) {
      const from = ntlmSession(EXTENDED, key);
      const to = new NtlmProtection(EXTENDED, key, 0);
      const [first, , , fourth, fifth] = [0, 1, 2, 3, 4].map((i) => sent(from, false, Buffer.alloc(40, i), isSealed));
      const answer = sent(from, true, Buffer.alloc(40), isSealed);
      const after = isSealed ? LOST : 'ok';
      expect([first, fourth, answer, fifth].map((p) => to.open(p!).verdict)).toEqual(['ok', after, 'ok', after]);
    }
    const from = ntlmSession(OLD, key);
    const to = new NtlmProtection(OLD, key, 0);
    sent(from, false, Buffer.alloc(30), true);
    expect(to.open(sent(from, true, Buffer.alloc(40), true)).verdict).toBe(LOST);
  });

  test('of one whose bytes are missing the length is known', () => {
    const from = ntlmSession(EXTENDED, key);
    const to = new NtlmProtection(EXTENDED, key, 0);
    const [cut, next] = [0, 1].map((i) => sent(from, false, Buffer.alloc(4000, i), true));
    to.pass(false, true, cut!.stub.length);
    expect(to.open(next!).verdict).toBe('ok');
  });
});

describe('Kerberos', () => {
  const pdu = hex(`
      05000203100000009c004c00020000002800000000000000e257d9581c09a57dd4663978028763a22bde07c83f8c8dca87ed4cf5a6a1aeaea0782cb61e5c6203
      02f52b61e781221c1006080001000000050407ff0010001c000000002ad8734d92c11eb4edbbab44e98a09f67f612920c744e019c383c79e740c10f2f1a1b15a
      095cb279ed437c8ae675894964122a6dc173823672d9aa92f79503e1`);
  const sealed: Protected = {
    isFromServer: true,
    isSealed: true,
    signsHeader: true,
    before: pdu.subarray(0, 24),
    stub: pdu.subarray(24, 72),
    after: pdu.subarray(72, 80),
    verifier: pdu.subarray(80),
  };
  const sessionKey = hex('0c2c528ef9b8ff6a6ee4952a1e5b1106e75a9c048d5bb40785627173d5d2c4e7');

  test('a sealed PDU, in any order', () => {
    const to = new KerberosProtection(18, sessionKey);
    const { verdict, unseal } = to.open(sealed);
    expect(verdict).toBe('ok');
    expect(to.open(damaged(sealed)).verdict).toBe('wrong');
    expect(Buffer.from(unseal!(sealed.stub)!).toString('hex', 0, 12)).toBe('010000000100000003000000');
  });

  test('a key that never fitted accuses nobody', () => {
    for (const type of [0, 17, 18, 23])
      expect(new KerberosProtection(type, Buffer.alloc(32)).open(sealed)).toEqual({ verdict: 'no key', unseal: null });
  });
});

const captureOf = (name: string): string => join(corpus, name);
const keysOf = (name: string): KeyMaterial => ({ ...noKeys(), ...readKeysFile(`${captureOf(name)}.keys.json`) });

/** A pcap file without one of its frames. */
function without(file: Buffer, frame: number): Buffer {
  let at = 24;
  for (let n = 1; n < frame; n++) at += 16 + file.readUInt32LE(at + 8);
  return Buffer.concat([file.subarray(0, at), file.subarray(at + 16 + file.readUInt32LE(at + 8))]);
}

async function passOf(bytes: Buffer, keys: KeyMaterial): Promise<Pass> {
  const pass = new Pass(await fileInMemory(bytes), keys);
  await pass.run();
  return pass;
}
const pdusOf = (pass: Pass): Pdu[] => [...pass.smb2.rpc.pdus.values()].flat();
const verdictsOf = (pass: Pass): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { security } of pdusOf(pass)) if (security !== null) counts[security.verdict] = (counts[security.verdict] ?? 0) + 1;
  return counts;
};
const callsOf = (pass: Pass): string[] =>
  pdusOf(pass).flatMap((p) => (p.fragments === null ? [] : [`${operationOf(p)?.name} ${p.header.type}`]));

function* everyNode(nodes: readonly Node[]): Generator<Node> {
  for (const n of nodes) {
    yield n;
    yield* everyNode(n.children);
  }
}
/** Rows of what sealed stub data decrypts to, and bytes of it that no row claims, besides those that align. */
function decrypted(pass: Pass): { rows: number; unclaimed: number } {
  const records = new Records(pass);
  const found = { rows: 0, unclaimed: 0 };
  for (let unit = 0; unit < pass.units.count; unit++) {
    const { sources, tree } = records.record(unit);
    for (const n of everyNode(tree)) {
      if (sources[n.source]?.kind !== 'decrypted') continue;
      found.rows++;
      if (n.kind === Kind.note || (n.kind === Kind.unclaimed && nameFor(n) !== 'smbscope.padding')) found.unclaimed += Math.max(1, n.size);
    }
  }
  return found;
}

describe.skipIf(!hasVectors || !existsSync(corpus))('captures', () => {
  test.each([
    ['rpc-auth-sign-ntlm.pcap', 30],
    ['rpc-auth-seal-ntlm.pcap', 30],
    ['rpc-auth-sign-spnego.pcap', 30],
    ['rpc-auth-connect-ntlm.pcap', 0],
    ['rpc-impacket-sign.pcap', 83],
    ['rpc-srvsvc-big.pcapng', 14],
  ])('%s: every verifier is right', async (name, count) => {
    const pass = await passOf(readFileSync(captureOf(name)), keysOf(name));
    expect(verdictsOf(pass)).toEqual(count === 0 ? {} : { ok: count });
    expect(pass.security.findings.counts.get('verifier-bad')).toBeUndefined();
    pass.capture.close();
  });

  test.each(['rpc-auth-seal-ntlm.pcap', 'rpc-srvsvc-big.pcapng'])('%s: all that was sealed has its rows', async (name) => {
    const pass = await passOf(readFileSync(captureOf(name)), keysOf(name));
    const { rows, unclaimed } = decrypted(pass);
    expect(rows).toBeGreaterThan(300);
    expect(unclaimed).toBe(0);
    pass.capture.close();
  });

  test('the same calls sealed as signed', async () => {
    const [signed, sealed] = await Promise.all(
      ['rpc-auth-sign-ntlm.pcap', 'rpc-auth-seal-ntlm.pcap'].map(async (name) =>
        callsOf(await passOf(readFileSync(captureOf(name)), keysOf(name))),
      ),
    );
    expect(sealed).toEqual(signed);
  });

  test('without keys nothing is looked at; with others there is none', async () => {
    const bytes = readFileSync(captureOf('rpc-auth-seal-ntlm.pcap'));
    expect(verdictsOf(await passOf(bytes, noKeys()))).toEqual({});
    expect(verdictsOf(await passOf(bytes, { ...noKeys(), credentials: [{ user: 'eve', password: 'x' }] }))).toEqual({ 'no key': 30 });
  });

  test.each(['seal', 'sign'])('%s: a frame is missing: nobody is accused', async (how) => {
    const name = `rpc-auth-${how}-ntlm.pcap`;
    const bytes = readFileSync(captureOf(name));
    const whole = await passOf(bytes, keysOf(name));
    const requests = pdusOf(whole).filter((p) => p.security !== null && p.header.type === 0);
    let lost = 0;
    for (const { row } of requests) {
      const pass = await passOf(without(bytes, whole.units.frame[whole.messages.unit[row]!]!), keysOf(name));
      const { ok = 0, [LOST]: after = 0, ...others } = verdictsOf(pass);
      expect(others).toEqual({});
      expect(ok + after).toBeGreaterThan(20);
      expect(ok).toBeGreaterThan(14);
      lost += after;
      pass.capture.close();
    }
    if (how === 'seal') expect(lost).toBeGreaterThan(0);
    else expect(lost).toBe(0);
  });

  test('a sealed PDU that was changed is a finding, and stays sealed', async () => {
    const name = 'rpc-auth-seal-ntlm.pcap';
    const bytes = Buffer.from(readFileSync(captureOf(name)));
    const at = bytes.indexOf(hex('fb9ee0afb62c07333f616434'));
    bytes[at]! ^= 1;
    const pass = await passOf(bytes, keysOf(name));
    expect(verdictsOf(pass)).toEqual({ ok: 29, wrong: 1 });
    expect(pass.security.findings.kept.filter((f) => f.kind === 'verifier-bad')).toHaveLength(1);
    pass.capture.close();
  });
});

/** A PDU with a trailer; its verifier is made of what comes before it. */
function pduOf(type: number, level: number, stub: Buffer, size: number, verifier: (before: Buffer) => Buffer): Buffer {
  const head = Buffer.alloc(isCall(type) ? 24 : 16);
  head.set([5, 0, type, PfcFlag.first | PfcFlag.last | (isCall(type) ? 0 : PfcFlag.headerSign), 0x10, 0, 0, 0]);
  head.writeUInt16LE(head.length + stub.length + 8 + size, 8);
  head.writeUInt16LE(size, 10);
  const signed = Buffer.concat([head, stub, Buffer.of(9, level, 0, 0, 7, 0, 0, 0)]);
  return Buffer.concat([signed, verifier(signed)]);
}

/** The SESSION_SETUP tokens of a capture's first session, which is what a bind carries, too. */
function tokensOfFirst(pass: Pass): Buffer[] {
  const records = new Records(pass);
  const { messages: m } = pass;
  const tokens: Buffer[] = [];
  for (let row = 0; row < m.count && tokens.length < 2; row++) {
    if (m.protocol[row] !== Protocol.smb2 || m.command[row] !== Command.SESSION_SETUP) continue;
    const table = (m.flags[row]! & 1) === 0 ? SessionSetupRequest : SessionSetupResponse;
    const { Buffer: blob } = records.values(row, table as never) as { Buffer?: Uint8Array };
    tokens.push(Buffer.from(blob!));
  }
  return tokens;
}

describe.skipIf(!hasVectors)('a context by Kerberos', () => {
  const name = 'kerberos-signed.pcap';
  const material = (): KeyMaterial => ({ ...noKeys(), keytab: readKeytabFile(captureOf('kerberos-signed.keytab')) });

  test('its key is that of the tokens, whichever mechanism wraps them', async () => {
    const pass = await passOf(readFileSync(captureOf(name)), material());
    const [request, response] = tokensOfFirst(pass) as [Buffer, Buffer];
    const { key, type } = pass.smb2.sessions.find((s) => s.security !== null)!.security!.secrets[0]!;
    const kind = encryptionType(type!)!;
    const stub = Buffer.alloc(40, 3);
    const mic = hex('0404 04 ffffffffff 0000000000000001');
    const sum = (before: Buffer): Buffer => Buffer.concat([mic, kind.checksumOf(key, Usage.initiatorSign, before, mic)]);
    const size = sum(stub).length;
    const right = pduOf(0, 5, stub, size, sum);
    const wrong = Buffer.from(right);
    wrong[30]! ^= 1;
    const contexts = new SecurityContexts(pass.security.ring);
    const verdict = (pdu: Buffer, isFromServer: boolean): string | undefined => {
      const data = new DataView(pdu.buffer, pdu.byteOffset, pdu.length);
      return contexts.pdu(0, headerAt(data, 0), data, 0, pdu.length, isFromServer)?.verdict;
    };
    expect(
      verdict(
        pduOf(11, 5, Buffer.alloc(0), request.length, () => request),
        false,
      ),
    ).toBeUndefined();
    expect(
      verdict(
        pduOf(12, 5, Buffer.alloc(0), response.length, () => response),
        true,
      ),
    ).toBeUndefined();
    expect([right, wrong, right.subarray(0, 50)].map((pdu) => verdict(pdu, false))).toEqual(['ok', 'wrong', 'cut']);
    pass.capture.close();
  });
});

test('noise in trailers throws nothing', () => {
  const ring = new Pass(fileInMemory(Buffer.alloc(0)), { ...noKeys(), credentials: [{ user: 'a', password: 'b' }] }).security.ring;
  const random = new Random(1);
  for (let n = 0; n < 2000; n++) {
    const contexts = new SecurityContexts(ring);
    for (const type of [11, 12, 16, 0, 2, 3]) {
      const size = 24 + random.next(120);
      const pdu = Buffer.from(Array.from({ length: size }, () => random.next(256)));
      pdu.set([5, 0, type, 3, 0x10, 0, 0, 0]);
      pdu.writeUInt16LE(size, 8);
      pdu.writeUInt16LE(random.next(size - 15), 10);
      const data = new DataView(pdu.buffer, pdu.byteOffset, size);
      contexts.pdu(n, headerAt(data, 0), data, 0, 16 + random.next(size - 15), type !== 11);
    }
  }
});
