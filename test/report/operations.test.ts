import { describe, expect, test } from 'vitest';
import { Writer } from '../../src/bytes/writer.ts';
import { OperationLines } from '../../src/report/operation-lines.ts';
import { Operations } from '../../src/report/operations.ts';
import { between } from '../../src/smb/facts.ts';
import type { Pass } from '../../src/smb/pass.ts';
import { answering, layout, Sender, unitsOf } from '../net/packets.ts';
import { passOf, samples } from '../samples.ts';

const RESPONSE = 1;
const ASYNC = 2;
const RELATED = 4;
const REPLAY = 0x20000000;
const STATUS_PENDING = 0x103;
const STATUS_CANCELLED = 0xc0000120;
const STATUS_OBJECT_NAME_NOT_FOUND = 0xc0000034;
const [CREATE, CLOSE, CANCEL, CHANGE_NOTIFY] = [5, 6, 12, 15];

interface Header {
  readonly command: number;
  readonly id: number;
  readonly flags?: number;
  readonly status?: number;
  readonly asyncId?: number;
}

function message({ command, id, flags = 0, status = 0, asyncId = 0 }: Header, body: Uint8Array = Buffer.from('04000000', 'hex')): Buffer {
  const header = Buffer.alloc(64);
  header.write('fe534d424000', 'hex');
  header.writeUInt32LE(status, 8);
  header.writeUInt16LE(command, 12);
  header.writeUInt32LE(flags, 16);
  header.writeUInt32LE(id, 24);
  if ((flags & ASYNC) !== 0) header.writeUInt32LE(asyncId, 32);
  header.writeUInt32LE(7, 40);
  return Buffer.concat([header, body]);
}

/** A CREATE Request's body; with a guid, its durable handle context. */
function create(name: string, guid?: string): Buffer {
  const fixed = Buffer.alloc(56);
  const text = Buffer.from(name, 'utf16le');
  fixed.writeUInt16LE(57, 0);
  fixed.writeUInt16LE(120, 44);
  fixed.writeUInt16LE(text.length, 46);
  if (guid === undefined) return Buffer.concat([fixed, text]);
  const padding = Buffer.alloc((8 - ((120 + text.length) % 8)) % 8);
  const context = layout('00000000 1000 0400 0000 1800 20000000', Buffer.from('DH2Q'), '00000000', Buffer.alloc(16), guid);
  fixed.writeUInt32LE(120 + text.length + padding.length, 48);
  fixed.writeUInt32LE(context.length, 52);
  return Buffer.concat([fixed, text, padding, context]);
}

/** Members in one packet, each aligned to eight bytes. */
function compound(...members: readonly Buffer[]): Buffer {
  const parts = members.map((m, i) => {
    const whole = Buffer.concat([m, Buffer.alloc((8 - (m.length % 8)) % 8)]);
    if (i + 1 < members.length) whole.writeUInt32LE(whole.length, 20);
    return whole;
  });
  return Buffer.concat(parts);
}

const framed = (m: Buffer): Buffer => layout([0, 1], [m.length, 3], m);

/** A capture in which the messages follow each other, a second apart. */
function conversation(...messages: readonly Buffer[]): Pass {
  const client = new Sender();
  const server = answering();
  return unitsOf(
    messages.map((m) => (m.readUInt32LE(16) & RESPONSE ? server : client).send(framed(m))),
    1,
  ).pass;
}

function shown(pass: Pass) {
  const operations = Operations.of(pass);
  const lines = new OperationLines(pass, operations);
  const out = new Writer();
  const firsts = Array.from({ length: pass.messages.count }, (_, row) => row).filter((row) => operations.isFirst(row));
  const take = (format: 'text' | 'json' | 'csv'): string[] =>
    firsts.map((row) => {
      lines[format](row, out);
      return out.take();
    });
  return { text: take('text'), json: take('json').map((line) => JSON.parse(line)), csv: take('csv') };
}

const messagesOf = (operation: { messages: { message: number; kind: string }[] }): unknown[] =>
  operation.messages.map((m) => [m.message, m.kind]);

test('a request with its response: what was asked and what came of it, the messages beneath', () => {
  const { text, json, csv } = shown(
    conversation(
      message({ command: CREATE, id: 1 }, create('Desktop.ini')),
      message({ command: CREATE, id: 1, flags: RESPONSE, status: STATUS_OBJECT_NAME_NOT_FOUND }, Buffer.from('0900000000000000', 'hex')),
    ),
  );
  expect(text).toEqual([
    [
      'Create, Status: STATUS_OBJECT_NAME_NOT_FOUND, FileName: Desktop.ini, Latency: 1.000000000 s',
      '       1  frame      1    0.000000000 192.0.2.10:50000 → 192.0.2.20:445  Create Request, File: Desktop.ini',
      '       2  frame      2    1.000000000 192.0.2.20:445 → 192.0.2.10:50000  Create Response, Error: STATUS_OBJECT_NAME_NOT_FOUND, File: Desktop.ini',
      '',
    ].join('\n'),
  ]);
  expect(json[0]).toMatchObject({
    command: 'CREATE',
    file: 'Desktop.ini',
    status: 'STATUS_OBJECT_NAME_NOT_FOUND',
    reply: 2,
    latency: 1,
    messages: [
      { message: 1, frame: 1, time: '1.000000000', kind: 'request' },
      { message: 2, frame: 2, time: '2.000000000', kind: 'response' },
    ],
    summary: 'Create, Status: STATUS_OBJECT_NAME_NOT_FOUND, FileName: Desktop.ini',
  });
  expect(csv[0]).toMatch(/,CREATE,STATUS_OBJECT_NAME_NOT_FOUND,1\.000000000,"Create, .*",,,,,,1 2\n$/);
});

describe('an asynchronous operation', () => {
  const pending = (id: number, asyncId: number): Buffer =>
    message({ command: CHANGE_NOTIFY, id, flags: RESPONSE | ASYNC, status: STATUS_PENDING, asyncId });
  const cancelled = (id: number, asyncId: number): Buffer =>
    message({ command: CHANGE_NOTIFY, id, flags: RESPONSE | ASYNC, status: STATUS_CANCELLED, asyncId });

  test('waiting is apart from what the server took; a CANCEL belongs to what its AsyncId names', () => {
    const { text, json } = shown(
      conversation(
        message({ command: CHANGE_NOTIFY, id: 1 }),
        message({ command: CHANGE_NOTIFY, id: 2 }),
        pending(1, 11),
        pending(2, 12),
        message({ command: CANCEL, id: 0, flags: ASYNC, asyncId: 11 }),
        cancelled(1, 11),
      ),
    );
    expect(json.map(messagesOf)).toEqual([
      [
        [1, 'request'],
        [3, 'interim'],
        [5, 'cancel'],
        [6, 'response'],
      ],
      [
        [2, 'request'],
        [4, 'interim'],
      ],
    ]);
    expect(json[0]).toMatchObject({ status: 'STATUS_CANCELLED', latency: 5, interim: 2, waiting: 3 });
    expect(json[1]).toMatchObject({ status: 'STATUS_PENDING', interim: 2 });
    expect(json[1]).not.toHaveProperty('latency');
    expect(text[1]).toMatch(/^Change Notify, Status: STATUS_PENDING, no response, Interim: 2\.000000000 s\n/);
  });

  test('a CANCEL without AsyncId names a MessageId', () => {
    const { json } = shown(
      conversation(message({ command: CHANGE_NOTIFY, id: 1 }), message({ command: CANCEL, id: 1 }), message({ command: CANCEL, id: 9 })),
    );
    expect(json.map(messagesOf)).toEqual([
      [
        [1, 'request'],
        [2, 'cancel'],
      ],
      [[3, 'cancel']],
    ]);
  });
});

describe('retries', () => {
  const guid = '00112233445566778899aabbccddeeff';

  test('a replayed CREATE repeats the one with its CreateGuid', () => {
    const { json, text } = shown(
      conversation(
        message({ command: CREATE, id: 1 }, create('a.txt', guid)),
        message({ command: CREATE, id: 2 }, create('a.txt', 'ff'.repeat(16))),
        message({ command: CREATE, id: 3, flags: REPLAY }, create('a.txt', guid)),
        message({ command: CREATE, id: 4, flags: REPLAY }, create('b.txt', guid)),
      ),
    );
    expect(json.map((o) => [o.replay, o.repeats])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
      [true, 1],
      [true, 1],
    ]);
    expect(text[2]).toMatch(/^Create, FileName: a\.txt, no response, Replay, Repeats message 1\n/);
  });

  test('so does a request that is sent with the same MessageId again', () => {
    const { json } = shown(conversation(message({ command: CHANGE_NOTIFY, id: 5 }), message({ command: CHANGE_NOTIFY, id: 5 })));
    expect(json.map((o) => o.repeats)).toEqual([undefined, 1]);
  });
});

test('the members of a compound are operations of one compound', () => {
  const { json, text } = shown(
    conversation(
      compound(message({ command: CREATE, id: 1 }, create('x')), message({ command: CLOSE, id: 2, flags: RELATED }, Buffer.alloc(24))),
      compound(message({ command: CREATE, id: 1, flags: RESPONSE }), message({ command: CLOSE, id: 2, flags: RESPONSE | RELATED })),
    ),
  );
  expect(json.map((o) => [o.command, o.compound])).toEqual([
    ['CREATE', { member: 1, members: 2 }],
    ['CLOSE', { member: 2, members: 2 }],
  ]);
  expect(text[1]).toContain(', Compound: 2/2\n');
});

test('a break is the server’s operation: notification, acknowledgment, response', async () => {
  const { json } = shown(await passOf('st-lease.pcap'));
  const breaks = json.filter((o) => o.command === 'OPLOCK_BREAK');
  const kinds = new Set(breaks.map((o) => o.messages.map((m: { kind: string }) => m.kind).join(' ')));
  expect(kinds).toEqual(new Set(['notification acknowledgment response', 'notification']));
  expect(breaks[0].latency).toBeCloseTo(2.003883, 6);
});

test('the slowest first, what nothing ended last, equals as they came', async () => {
  const pass = await passOf('st-lease.pcap');
  const operations = Operations.of(pass);
  const firsts = Uint32Array.from({ length: pass.messages.count }, (_, row) => row).filter((row) => operations.isFirst(row));
  const slowest = operations.slowest(firsts);
  const took = [...slowest].map((first) => (operations.end(first) < 0 ? -1 : between(pass, first, operations.end(first))));
  expect(took).toEqual([...took].sort((a, b) => b - a));
  expect([took[0], took.at(-1)]).toEqual([3.009032, -1]);
  const unended = [...slowest].filter((first) => operations.end(first) < 0);
  expect(unended).toEqual([...firsts].filter((first) => operations.end(first) < 0));
  expect([...slowest].sort((a, b) => a - b)).toEqual([...firsts]);
});

test.each(samples)('%s: every message belongs to one operation, in order', async (name) => {
  const pass = await passOf(name);
  const { json, text } = shown(pass);
  const all = json.flatMap((o) => o.messages.map((m: { message: number }) => m.message));
  expect([...all].sort((a, b) => a - b)).toEqual(Array.from({ length: pass.messages.count }, (_, i) => i + 1));
  for (const o of json) {
    expect(o.messages[0].message).toBe(o.message);
    if (o.interim !== undefined && o.waiting !== undefined) expect(o.interim + o.waiting).toBeCloseTo(o.latency, 9);
    if (o.status === 'STATUS_PENDING') expect(o.latency).toBeUndefined();
  }
  expect(text.map((lines) => lines.split('\n').length - 2)).toEqual(json.map((o) => o.messages.length));
});

test('a reply that was captured before its request is its request’s', () => {
  const { json } = shown(
    conversation(message({ command: CREATE, id: 1, flags: RESPONSE }), message({ command: CREATE, id: 1 }, create('late'))),
  );
  expect(json.map(messagesOf)).toEqual([
    [
      [2, 'request'],
      [1, 'response'],
    ],
  ]);
});
