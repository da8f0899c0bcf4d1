import { expect, test } from 'vitest';
import { nameFor, valueFor } from '../../src/dissect/show.ts';
import { Records } from '../../src/smb/records.ts';
import { encodeLz77, encodeLz77Huffman, encodeLznt1 } from '../crypto/encoders.ts';
import { echo, layout, Sender, unitsOf } from './packets.ts';

const le = (value: number, size: number): Buffer => {
  const b = Buffer.alloc(size);
  b.writeUIntLE(value, 0, size);
  return b;
};
const session = (message: Uint8Array): Buffer => layout([0, 1], [message.length, 3], message);

/** MS-SMB2 2.2.42.1. */
const unchained = (original: number, algorithm: number, plain: Uint8Array, compressed: Uint8Array): Buffer =>
  layout('fc534d42', le(original, 4), le(algorithm, 2), le(0, 2), le(plain.length, 4), plain, compressed);

/** MS-SMB2 2.2.42.2, of payloads with their algorithm. */
const chained = (original: number, ...payloads: readonly (readonly [algorithm: number, bytes: Uint8Array])[]): Buffer =>
  layout(
    'fc534d42',
    le(original, 4),
    ...payloads.map(([algorithm, bytes]) => layout(le(algorithm, 2), le(1, 2), le(bytes.length, 4), bytes)),
  );

/** An ECHO Request with 300 further bytes, without its session header. */
const message = echo(7, 300).subarray(4);
/** One sequence of literals: their number less 15, in bytes of at most 255. */
const LZ4_LITERALS = layout('f0 ff', [message.length - 15 - 255, 1], message);

const cases: Record<string, Buffer> = {
  'LZNT1, the header left as it is': unchained(message.length - 64, 1, message.subarray(0, 64), encodeLznt1(message.subarray(64))),
  LZ77: unchained(message.length, 2, Buffer.alloc(0), encodeLz77(message)),
  'LZ77+Huffman': unchained(message.length, 3, Buffer.alloc(0), encodeLz77Huffman(message)),
  'LZ4, literals alone': unchained(message.length, 5, Buffer.alloc(0), LZ4_LITERALS),
  'chained: none, then LZ77': chained(
    message.length,
    [0, message.subarray(0, 64)],
    [2, layout(le(message.length - 64, 4), encodeLz77(message.subarray(64)))],
  ),
};

test.each(Object.entries(cases))('%s: the message inside is what counts', (_, transform) => {
  const { pass } = unitsOf([new Sender().send(session(transform))]);
  expect(pass.messages.count).toBe(1);
  expect([pass.messages.protocol[0], pass.messages.messageIdLow[0]]).toEqual([0, 7]);
  const record = new Records(pass).record(0);
  expect(record.sources.map((s) => s.kind)).toEqual(['frame', 'decompressed']);
  const inner = record.sources[1]!.data;
  expect(Buffer.from(inner.buffer, inner.byteOffset, inner.byteLength)).toEqual(Buffer.from(message));
  const named = record.tree.filter((n) => nameFor(n) === 'smb2');
  expect(named.map((n) => n.source)).toEqual([0, 1]);
  expect(valueFor(named[1]!.children[0]!.children.find((n) => nameFor(n) === 'smb2.msg_id')!, inner)).toBe('7');
});

test('Pattern_V1 repeats a byte', () => {
  const tail = Buffer.concat([message.subarray(0, 68), Buffer.alloc(200, 0xab)]);
  const transform = chained(tail.length, [0, tail.subarray(0, 68)], [4, layout('ab 00 0000', le(200, 4))]);
  const { pass } = unitsOf([new Sender().send(session(transform))]);
  const { data } = new Records(pass).record(0).sources[1]!;
  expect(Buffer.from(data.buffer, data.byteOffset, data.byteLength)).toEqual(tail);
});

test.each([
  ['an unknown algorithm', unchained(message.length, 9, Buffer.alloc(0), message)],
  ['more announced than there is', unchained(5000, 1, Buffer.alloc(0), encodeLznt1(message))],
  ['a bomb', unchained(0xfffffff0, 1, Buffer.alloc(0), encodeLznt1(message))],
  ['an offset past the end', layout('fc534d42', le(100, 4), le(1, 2), le(0, 2), le(0x7fffffff, 4), message)],
  ['a payload past the end', layout('fc534d42', le(100, 4), le(2, 2), le(1, 2), le(0xffffff, 4), message)],
  ['something else inside', unchained(64, 2, Buffer.alloc(0), encodeLz77(Buffer.alloc(64, 1)))],
])('%s: the transform itself is the message', (_, transform) => {
  const { pass } = unitsOf([new Sender().send(session(transform))]);
  expect([pass.messages.count, pass.messages.protocol[0]]).toEqual([1, 2]);
  expect(new Records(pass).record(0).sources).toHaveLength(1);
});
