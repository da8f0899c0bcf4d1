import { describe, expect, test } from 'vitest';
import { isPdu } from '../../src/net/rpc.ts';
import { Association, type Pdu } from '../../src/smb/rpc/association.ts';
import { interfaceOf } from '../../src/smb/rpc/interfaces.ts';

const SRVSVC = 'c84f324b7016d30112785a47bf6ee188 0300 0000';
const NDR = '045d888aeb1cc9119fe808002b104860 02000000';
const NDR64 = '33057171babe37498319b5dbef9ccc36 01000000';
const bytesOf = (hex: string): Buffer => Buffer.from(hex.replace(/\s/g, ''), 'hex');

/** A PDU of a type with flags, a call id and what follows the common header. */
function pdu(type: number, flags: number, call: number, body: string): Buffer {
  const rest = bytesOf(body);
  const head = Buffer.alloc(16);
  head.set([5, 0, type, flags, 0x10, 0, 0, 0]);
  head.writeUInt16LE(16 + rest.length, 8);
  head.writeUInt32LE(call, 12);
  return Buffer.concat([head, rest]);
}

const bind = (syntaxes: readonly string[]): Buffer =>
  pdu(11, 3, 1, `b810b810 00000000 0${syntaxes.length}000000 ${syntaxes.map((s, i) => `0${i}00 0100 ${SRVSVC} ${s}`).join(' ')}`);
const ack = (results: readonly [number, string][]): Buffer =>
  pdu(
    12,
    3,
    1,
    `b810b810 01000000 0d00 ${Buffer.from('\\PIPE\\srvsvc\0').toString('hex')} 00 0${results.length}000000 ${results.map(([r, s]) => `0${r}00 0000 ${s}`).join(' ')}`,
  );
const request = (call: number, context: number, opnum: number, flags = 3, stub = '00000000'): Buffer =>
  pdu(0, flags, call, `00000000 0${context}00 ${opnum.toString(16).padStart(2, '0')}00 ${stub}`);
const response = (call: number, flags = 3, stub = '00000000'): Buffer => pdu(2, flags, call, `00000000 0000 0000 ${stub}`);

/** Feeds messages, each a row of its own, and reports the PDUs that come of them. */
function feed(messages: readonly [isFromServer: boolean, bytes: Buffer][], into = new Association('')): Pdu[] {
  const found: Pdu[] = [];
  messages.forEach(([isFromServer, bytes], row) => {
    const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    into.feed(isFromServer, row, data, 0, bytes.length, bytes.length, 100, (p) => found.push(p));
  });
  return found;
}

describe('presentation contexts', () => {
  test('a call is of the interface that its context was bound to', () => {
    const [, , asked, answered] = feed([
      [false, bind([NDR])],
      [true, ack([[0, NDR]])],
      [false, request(2, 0, 15)],
      [true, response(2)],
    ]);
    expect([interfaceOf(asked!.uuid, '')!.name, asked!.call!.opnum, asked!.isNdr64]).toEqual(['srvsvc', 15, false]);
    expect(answered!.call).toBe(asked!.call);
    expect([answered!.call!.requestRow, answered!.call!.responseRow]).toEqual([2, 3]);
  });

  test('the transfer syntax is the accepted one of several contexts', () => {
    const found = feed([
      [false, bind([NDR, NDR64])],
      [
        true,
        ack(
          [
            [2, NDR],
            [0, NDR64],
          ].map(([r, s]) => [r as number, s as string]),
        ),
      ],
      [false, request(2, 1, 15)],
    ]);
    expect(found[2]!.isNdr64).toBe(true);
  });

  test('without a bind it is what the pipe is for', () => {
    const [asked] = feed([[false, request(2, 0, 15)]], new Association('wkssvc'));
    expect(interfaceOf(asked!.uuid, asked!.pipe)!.name).toBe('wkssvc');
  });

  test('responses are told from requests by call id, in any order', () => {
    const found = feed([
      [false, request(2, 0, 15)],
      [false, request(3, 0, 16)],
      [true, response(3)],
      [true, response(2)],
      [true, response(9)],
    ]);
    expect(found.map((p) => p.call?.opnum)).toEqual([15, 16, 16, 15, undefined]);
  });
});

describe('fragments', () => {
  test('the last one has them all', () => {
    const found = feed([
      [false, request(2, 0, 15)],
      [true, response(2, 1, '01')],
      [true, response(2, 0, '02')],
      [true, response(2, 2, '03')],
    ]);
    expect(found.map((p) => p.fragments?.length)).toEqual([1, undefined, undefined, 3]);
    expect(found[3]!.fragments!.map((p) => p.row)).toEqual([1, 2, 3]);
  });

  test('a PDU over several messages is complete in the last; several in one message are each their own', () => {
    const one = request(2, 0, 15, 3, '00'.repeat(40));
    const found = feed([
      [false, one.subarray(0, 20)],
      [false, one.subarray(20, 30)],
      [false, Buffer.concat([one.subarray(30), request(3, 0, 16), request(4, 0, 17).subarray(0, 16)])],
    ]);
    expect(found.map((p) => [p.row, p.call!.opnum, p.pieces.map((q) => [q.row, q.offset, q.length])])).toEqual([
      [
        2,
        15,
        [
          [0, 100, 20],
          [1, 100, 10],
          [2, 100, one.length - 30],
        ],
      ],
      [2, 16, [[2, 100 + one.length - 30, 28]]],
    ]);
  });

  test('only the beginning of a message is at hand', () => {
    const one = request(2, 0, 15, 3, '00'.repeat(400));
    const found: Pdu[] = [];
    const data = new DataView(one.buffer, one.byteOffset, one.length);
    new Association('').feed(false, 0, data, 0, 30, one.length, 0, (p) => found.push(p));
    expect(found.map((p) => [p.call!.opnum, p.header.length])).toEqual([[15, one.length]]);
  });
});

test('what is no PDU ends the direction', () => {
  const found = feed([
    [false, Buffer.alloc(64, 0x41)],
    [false, request(2, 0, 15)],
  ]);
  expect(found).toEqual([]);
});

test('what a PDU begins with', () => {
  const one = request(2, 0, 15);
  const begins = (change: (b: Buffer) => void): boolean => {
    const copy = Buffer.from(one);
    change(copy);
    return isPdu(new DataView(copy.buffer, copy.byteOffset, copy.length), 0);
  };
  expect(begins(() => {})).toBe(true);
  expect(begins((b) => b.fill(4, 0, 1))).toBe(false);
  expect(begins((b) => b.fill(21, 2, 3))).toBe(false);
  expect(begins((b) => b.fill(1, 7, 8))).toBe(false);
  expect(begins((b) => b.writeUInt16LE(15, 8))).toBe(false);
});
