import { expect, test } from 'vitest';
import { interfaces } from '../../dissectors/rpc/index.ts';
import { Writer } from '../../src/bytes/writer.ts';
import { secretsOf } from '../../src/dissect/reach.ts';
import { nameFor, textFor, valueFor } from '../../src/dissect/show.ts';
import { writeJson } from '../../src/report/json.ts';
import { writePdml } from '../../src/report/pdml.ts';
import { writeText } from '../../src/report/text.ts';
import { Records } from '../../src/smb/records.ts';
import { layout, Sender, unitsOf } from '../net/packets.ts';
import { everyNode } from '../samples.ts';

const NDR = '045d888aeb1cc9119fe808002b104860 02000000';
const PASSWORD = 'Unjoin-Pa55word';

/** A PDU of a type with what follows the common header. */
function pdu(type: number, call: number, ...body: readonly (string | Uint8Array)[]): Buffer {
  const rest = layout(...body);
  const head = layout('0500', [type, 1], '03 10000000 0000 0000 00000000', rest);
  head.writeUInt16LE(head.length, 8);
  head.writeUInt32LE(call, 12);
  return head;
}

/** [string, unique] wchar_t *, at a multiple of four. */
function wide(text: string): Buffer {
  const characters = Buffer.from(`${text}\0`, 'utf16le');
  const counts = Buffer.alloc(16);
  counts.writeUInt32LE(0x20000, 0);
  counts.writeUInt32LE(characters.length / 2, 4);
  counts.writeUInt32LE(characters.length / 2, 12);
  return Buffer.concat([counts, characters, Buffer.alloc(-characters.length & 3)]);
}

const bind = (uuid: string): Buffer => pdu(11, 1, 'b810b810 00000000 01000000 0000 0100', uuid, '0100 0000', NDR);
const request = (opnum: string, ...stub: readonly (string | Uint8Array)[]): Buffer => pdu(0, 2, '00000000 0000', opnum, ...stub);

function recordOf(password: string) {
  const sender = new Sender(1000, { to: 135 });
  const { pass } = unitsOf([
    sender.send(bind('98d0ff6b12a11036983346c3f87e345a')),
    sender.send(request('1100', '00000000', wide('alice'), wide(password), '00000000')),
  ]);
  return { record: new Records(pass).record(1), pass };
}

test('a password in stub data reaches no output', () => {
  const { record, pass } = recordOf(PASSWORD);
  const row = [...everyNode(record.tree)].find((n) => nameFor(n) === 'wkssvc.wkssvc_NetrUnjoinDomain.password')!;
  const { data } = record.sources[row.source]!;
  expect([textFor(row, data), valueFor(row, data), row.size]).toEqual(['(secret)', '(secret)', 2 * (PASSWORD.length + 1)]);

  const out = new Writer();
  writeJson(record, true, out);
  writeText(record, true, out);
  writePdml(record, true, out);
  const text = out.take();
  expect(text).toContain('alice');
  const stub = new Set(['dcerpc.payload_stub_data', 'wkssvc.wkssvc_NetrUnjoinDomain.password']);
  let scanned = '';
  new Records(pass).scan(1, stub, (_, n, of) => {
    scanned += valueFor(n, of);
  });
  expect(scanned).toContain('(secret)');
  const utf16 = Buffer.from(PASSWORD, 'utf16le').toString('hex');
  const compact = (text + scanned).toLowerCase().replace(/[\s:]/g, '');
  expect([compact.includes(utf16), compact.includes(PASSWORD.toLowerCase())]).toEqual([false, false]);
});

test('an empty one is none', () => {
  const { record } = recordOf('');
  const row = [...everyNode(record.tree)].find((n) => nameFor(n) === 'wkssvc.wkssvc_NetrUnjoinDomain.password')!;
  expect(textFor(row, record.sources[row.source]!.data)).toBe('');
});

test('what is secret, by operation', () => {
  const found: Record<string, number[]> = {};
  for (const { name, operations } of interfaces)
    for (const o of operations.values())
      if ([o.request, o.response].some((s) => s !== null && secretsOf(s).size > 0)) (found[name] ??= []).push(o.opnum);
  expect(found).toEqual({
    lsarpc: [29, 30, 42, 43],
    netlogon: [2, 3, 6, 30, 31, 39, 42, 45, 46],
    samr: [36, 37, 38, 47, 54, 55, 58, 63, 66, 67],
    srvsvc: [14, 15, 16, 17, 25, 26, 36, 41],
    svcctl: [11, 12],
    wkssvc: [8, 9, 11, 16, 17, 18, 19, 21, 22, 23, 24, 25, 26, 27, 28, 29],
  });
});
