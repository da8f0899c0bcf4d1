import { describe, expect, test } from 'vitest';
import type { Capture } from '../../src/capture/capture.ts';
import { cipherKeySize, encryptTransform } from '../../src/crypto/aead.ts';
import { SIGNATURE, Signing, type SigningAlgorithm, signatureOf } from '../../src/crypto/signing.ts';
import { Cipher } from '../../src/crypto/smb2-kdf.ts';
import type { Follower } from '../../src/net/unit.ts';
import type { KeyMaterial } from '../../src/smb/keys/material.ts';
import { Pass } from '../../src/smb/pass.ts';
import { Opened } from '../../src/smb/security/transforms.ts';
import { Verdict, verdictOf } from '../../src/smb/security/verdict.ts';
import { framesInMemory } from '../memory.ts';
import { answering, cut, layout, Sender } from '../net/packets.ts';

const SESSION = 0x1234;
const SEGMENT = 1448;
const LONG = 150_001;

interface Made {
  readonly command: number;
  readonly id: number;
  readonly isResponse?: boolean;
  readonly payload?: Uint8Array;
  readonly next?: number;
}

const filled = (size: number): Buffer => Buffer.from(Array.from({ length: size }, (_, i) => (i * 7 + (i >> 8)) & 255));

/** A READ, WRITE or any other message with its payload right after the header and 16 bytes of body. */
function message({ command, id, isResponse = false, payload = Buffer.alloc(0), next = 0 }: Made): Buffer {
  const bytes = Buffer.alloc(80 + payload.length);
  bytes.write('fe534d42', 'hex');
  bytes.writeUInt16LE(64, 4);
  bytes.writeUInt16LE(command, 12);
  bytes.writeUInt32LE(isResponse ? 1 : 0, 16);
  bytes.writeUInt32LE(next, 20);
  bytes.writeUInt32LE(id, 24);
  bytes.writeUInt32LE(1, 36);
  bytes.writeUInt32LE(SESSION, 40);
  bytes.writeUInt16LE(isResponse ? 17 : 49, 64);
  if (isResponse) bytes[66] = 80;
  else bytes.writeUInt16LE(80, 66);
  bytes.writeUInt32LE(payload.length, 68);
  bytes.set(payload, 80);
  return bytes;
}

const framed = (bytes: Uint8Array): Buffer => layout([0, 1], [bytes.length, 3], bytes);

const KEY = Buffer.alloc(16, 3);

function signed(made: Made, algorithm: SigningAlgorithm): Buffer {
  const bytes = message(made);
  bytes.writeUInt32LE(bytes.readUInt32LE(16) | 8, 16);
  bytes.set(signatureOf(algorithm, KEY, bytes)!, SIGNATURE);
  return bytes;
}

const keyOf = (cipher: number): Buffer => Buffer.alloc(cipherKeySize(cipher), 5);

function sealed(plain: Uint8Array, id: number, cipher: number): Buffer {
  const header = Buffer.alloc(52);
  header.write('fd534d42', 'hex');
  header.writeUInt32LE(id, 20);
  header.writeUInt32LE(plain.length, 36);
  header.writeUInt16LE(1, 42);
  header.writeUInt32LE(SESSION, 44);
  const { tag, encrypted } = encryptTransform(cipher, keyOf(cipher), header, plain)!;
  header.set(tag, 4);
  return Buffer.concat([header, encrypted]);
}

const given = (part: Partial<KeyMaterial['sessions'][number]>): KeyMaterial => ({
  sessions: [{ sessionId: SESSION.toString(16).padStart(16, '0'), dialect: 0x311, channels: [], ...part }],
  credentials: [],
  keytab: [],
});

/** Follows nothing: long messages are gathered or read again. */
class Gathering extends Pass {
  override follow(): Follower | null {
    return null;
  }
}

/** Requests and responses, in segments that take turns. */
function frames(requests: readonly Uint8Array[], responses: readonly Uint8Array[]): Buffer[] {
  const segments = (messages: readonly Uint8Array[]): Uint8Array[] => cut(Buffer.concat(messages.map(framed)), SEGMENT);
  const [client, server] = [new Sender(), answering()];
  const [up, down] = [segments(requests), segments(responses)];
  return Array.from({ length: Math.max(up.length, down.length) }, (_, i) => [
    ...(up[i] === undefined ? [] : [client.send(up[i]!)]),
    ...(down[i] === undefined ? [] : [server.send(down[i]!)]),
  ]).flat();
}

/** What a pass over the frames says of its messages, and how often it read bytes again. */
function told(Made: typeof Pass, list: readonly Uint8Array[], keys: KeyMaterial) {
  const { capture } = framesInMemory(list.map((bytes) => ({ bytes })));
  let reads = 0;
  const { read } = capture;
  const counting: Capture['read'] = (...place) => {
    reads++;
    return read(...place);
  };
  const pass = new Made(Object.assign(capture, { read: counting }), keys, true);
  while (pass.advance(1));
  pass.end();
  const { messages: m, units } = pass;
  const rows = Array.from({ length: m.count }, (_, row) => ({
    id: m.messageIdLow[row],
    command: m.command[row],
    length: m.length[row],
    source: m.source[row],
    session: m.session[row],
    pair: m.pair[row],
    verdict: verdictOf(m.verdict[row]!),
    opened: units.opened[m.unit[row]!],
  }));
  return { rows, reads, findings: [...pass.security.findings.kept], pdus: [...pass.smb2.rpc.pdus.keys()] };
}

/** The same by both ways, which have to agree. */
function both(list: readonly Uint8Array[], keys: KeyMaterial) {
  const followed = told(Pass, list, keys);
  const { reads, ...said } = followed;
  const { reads: _, ...gathered } = told(Gathering, list, keys);
  expect(said).toEqual(gathered);
  return followed;
}

/** The frames with one byte of the n-th message of the client changed. */
function damaged(requests: readonly Buffer[], responses: readonly Buffer[], n: number, at: number): Buffer[] {
  const changed = requests.map((r) => Buffer.from(r));
  changed[n]![at]! ^= 0x10;
  return frames(changed, responses);
}

describe.each(Object.entries(Signing))('%s', (_name, algorithm) => {
  const keys = given({ signingKey: KEY, signingAlgorithm: algorithm });
  const requests = [9, 9, 9].map((command, id) => signed({ command, id, payload: filled(id === 1 ? LONG : 8) }, algorithm));
  const responses = [9, 9, 8].map((command, id) =>
    signed({ command, id, isResponse: true, payload: filled(id === 2 ? LONG + 15 : 1) }, algorithm),
  );

  test('long messages both ways at a time', () => {
    const { rows, reads } = both(frames(requests, responses), keys);
    expect(rows).toHaveLength(6);
    expect(rows.every((r) => r.verdict === Verdict.ok)).toBe(true);
    expect(reads).toBe(0);
  });

  test.each([20, 50, 70, 100, 5000, 80 + LONG - 1])('byte %i changed', (at) => {
    const { rows } = both(damaged(requests, responses, 1, at), keys);
    expect(rows.filter((r) => r.verdict !== Verdict.ok)).toHaveLength(1);
  });

  test('a segment missing', () => {
    const list = frames(requests, responses);
    const { rows } = both(list.toSpliced(60, 1), keys);
    expect(rows.filter((r) => r.verdict === Verdict.ok).length).toBeLessThan(6);
  });

  test('the capture ends before they do', () => {
    const { rows } = both(frames(requests, responses).slice(0, 60), keys);
    expect(rows.filter((r) => r.verdict === Verdict.ok)).toHaveLength(3);
  });
});

describe.each(Object.entries(Cipher))('%s', (_name, cipher) => {
  const keys = given({ encryptionKeyC2S: keyOf(cipher), encryptionKeyS2C: keyOf(cipher), cipher });
  const seal = (made: Made) => sealed(message(made), made.id + (made.isResponse === true ? 100 : 0), cipher);
  const requests = [9, 9, 9].map((command, id) => seal({ command, id, payload: filled(id === 1 ? LONG : 8) }));
  const responses = [9, 9, 8].map((command, id) => seal({ command, id, isResponse: true, payload: filled(id === 2 ? LONG + 11 : 1) }));

  test('long messages both ways at a time', () => {
    const { rows, reads } = both(frames(requests, responses), keys);
    expect(rows).toHaveLength(6);
    expect(rows.every((r) => r.opened === Opened.ok && r.session === 1)).toBe(true);
    expect(rows.map((r) => r.length).sort((a, b) => a! - b!)).toEqual([81, 81, 88, 88, 80 + LONG, 80 + LONG + 11]);
    expect(reads).toBe(0);
  });

  test.each([5, 25, 45, 53, 70, 130, 5000, 52 + 80 + LONG - 1])('byte %i changed', (at) => {
    const { rows } = both(damaged(requests, responses, 1, at), keys);
    expect(rows.filter((r) => r.opened === Opened.ok)).toHaveLength(5);
    expect(rows).toHaveLength(6);
  });

  test('a segment missing', () => {
    const list = frames(requests, responses);
    both(list.toSpliced(60, 1), keys);
  });

  test('the capture ends before they do', () => {
    const { rows } = both(frames(requests, responses).slice(0, 60), keys);
    expect(rows.map((r) => r.opened)).toEqual([Opened.ok, Opened.ok, Opened.ok, Opened.truncated, Opened.truncated]);
  });

  test('what is no READ or WRITE alone is opened whole', () => {
    const first = message({ command: 9, id: 3, payload: filled(LONG + 7), next: 80 + LONG + 7 });
    const compound = sealed(Buffer.concat([first, message({ command: 9, id: 4 })]), 3, cipher);
    const lock = seal({ command: 10, id: 5, payload: filled(LONG) });
    const pdu = seal({ command: 9, id: 6, payload: Buffer.concat([Buffer.from('05000003100000001800000001000000', 'hex'), filled(LONG)]) });
    const signature = message({ command: 9, id: 7, payload: filled(LONG) });
    signature.fill(1, SIGNATURE, SIGNATURE + 16);
    const { rows } = both(frames([requests[0]!, compound, lock, pdu, sealed(signature, 7, cipher)], responses), keys);
    expect(rows.filter((r) => r.opened === Opened.ok)).toHaveLength(9);
  });
});

test('more messages under way than are followed', () => {
  const algorithm = Signing.aesGmac;
  const keys = given({ signingKey: KEY, signingAlgorithm: algorithm });
  const connections = Array.from({ length: 80 }, (_, i) => {
    const sender = new Sender(1000, { from: 50_000 + i });
    const messages = [0, 1].map((id) => signed({ command: 9, id, payload: filled(id === 1 ? 70_000 : 8) }, algorithm));
    return cut(Buffer.concat(messages.map(framed)), 10_000).map((part) => sender.send(part));
  });
  const list = Array.from({ length: connections[0]!.length }, (_, i) => connections.map((c) => c[i]!)).flat();
  const { rows, reads } = both(list, keys);
  expect(rows).toHaveLength(160);
  expect(reads).toBeGreaterThan(0);
});
