import { expect, test } from 'vitest';
import { Header } from '../dissectors/smb2/index.ts';
import { Kind, type Node } from '../src/dissect/node.ts';
import { nameFor, valueFor } from '../src/dissect/show.ts';
import { values } from '../src/dissect/values.ts';
import { Protocol } from '../src/smb/columns.ts';
import { factsOf } from '../src/smb/facts.ts';
import type { Pass } from '../src/smb/pass.ts';
import { Records } from '../src/smb/records.ts';
import { everyNode, passOf, samples } from './samples.ts';

/** Fields that were compared with a column, over all samples. */
const compared = new Set<string>();

/** Rows that a walk reports, as text: what the tree and a scan must have in common. */
const said = (name: string, n: Node, data: DataView): string => `${n.offset}+${n.size} ${name} ${JSON.stringify(valueFor(n, data))}`;
const isRow = (n: Node): boolean => n.kind === Kind.leaf || n.kind === Kind.bit || n.kind === Kind.generated;

test.each(samples)('%s: what a scan finds is what the tree shows, for every field of every message', async (name) => {
  const pass = await passOf(name);
  const records = new Records(pass);
  for (let unit = 0; unit < pass.units.count; unit++) {
    const { tree, messages, sources } = records.record(unit);
    for (const [i, number] of messages.entries()) {
      const own = protocolNodes(tree, messages.length, i);
      const expected: string[] = [];
      for (const n of everyNode(own)) {
        const field = nameFor(n);
        if (isRow(n) && field !== '') expected.push(said(field, n, sources[n.source]!.data));
      }
      const all = new Set(expected.map((line) => line.split(' ')[1]!));
      const found: string[] = [];
      records.scan(number - 1, all, (field, n, data) => found.push(said(field, n, data)));
      expect(found, `message ${number}`).toEqual(expected);
    }
  }
});

test.each(samples)('%s: the columns hold what the tree shows', async (name) => {
  const pass = await passOf(name);
  const records = new Records(pass);
  let checked = 0;
  for (let unit = 0; unit < pass.units.count; unit++) {
    const { tree, messages, sources } = records.record(unit);
    for (const [i, number] of messages.entries()) {
      const own = protocolNodes(tree, messages.length, i).filter((n) => n.tag === 'smb2');
      const shown = new Map<string, unknown>();
      for (const n of everyNode(own)) {
        const field = nameFor(n);
        if (field !== '' && !shown.has(field)) shown.set(field, valueFor(n, sources[n.source]!.data));
      }
      if (pass.messages.protocol[number - 1] === Protocol.smb2) {
        const { found, expected } = columnsOf(pass, number - 1, shown);
        expect(found, `message ${number}`).toEqual(expected);
        checked++;
      }
    }
  }
  expect(checked).toBe(pass.messages.protocol.subarray(0, pass.messages.count).filter((p) => p === Protocol.smb2).length);
});

test.each(samples)('%s: the typed values of a header are the columns', async (name) => {
  const pass = await passOf(name);
  const { messages: m, units, pieces, network } = pass;
  for (let row = 0; row < m.count; row++) {
    if (m.protocol[row] !== Protocol.smb2) continue;
    const first = pieces.positions[units.firstPiece[m.unit[row]!]!]!;
    if (pieces.lengths[units.firstPiece[m.unit[row]!]!]! < m.offset(row) + 64) continue;
    const bytes = new Uint8Array(64);
    network.read(first + m.offset(row), 64, bytes, 0);
    const header = values(Header, new DataView(bytes.buffer), 0, 0, 64, factsOf(pass, row, 0));
    expect(header.Command).toBe(m.command[row]);
    expect(header.Flags).toBe(m.flags[row]);
    expect(header.Status ?? 0).toBe(m.status[row]);
    expect(header.MessageId).toBe((BigInt(m.messageIdHigh[row]!) << 32n) | BigInt(m.messageIdLow[row]!));
  }
});

test('every field with a column was compared', () => {
  expect([...compared].sort()).toEqual(
    [
      ...['cmd', 'flags.response', 'flags.async', 'flags.chained', 'flags.signature', 'nt_status', 'msg_id', 'sesid', 'tid', 'tree'],
      ...['read_length', 'write_length', 'file_offset', 'write.count', 'olb.length', 'ioctl.function', 'find.infolevel', 'filename'],
      ...['class', 'file_info.infolevel', 'fs_info.infolevel', 'sec_info.infolevel', 'response_in', 'response_to'],
    ]
      .map((field) => `smb2.${field}`)
      .sort(),
  );
});

/** The nodes that message `i` of `count` can be asked for: its own and those around it. */
function protocolNodes(tree: readonly Node[], count: number, i: number): Node[] {
  const own = tree.filter((n) => n.tag === 'smb2');
  if (count < 2) return [...tree];
  return tree.filter((n) => n.tag !== 'smb2' || own.indexOf(n) === i);
}

/** The columns of a row beside what the tree shows of it, for the fields that the message has. */
function columnsOf(pass: Pass, row: number, shown: ReadonlyMap<string, unknown>): Record<'found' | 'expected', Record<string, unknown>> {
  const { messages: m, smb2 } = pass;
  const isResponse = (m.flags[row]! & 1) !== 0;
  const session = smb2.sessions[m.session[row]! - 1];
  const tree = smb2.trees[m.tree[row]! - 1];
  const open = m.open[row]! === 0 ? 0 : smb2.opens.name[m.open[row]! - 1]!;
  const found: Record<string, unknown> = {};
  const expected: Record<string, unknown> = {};
  const compare = (field: string, value: unknown): void => {
    if (!shown.has(field)) return;
    compared.add(field);
    found[field] = value;
    expected[field] = shown.get(field);
  };
  compare('smb2.cmd', m.command[row]);
  compare('smb2.flags.response', isResponse);
  compare('smb2.flags.async', (m.flags[row]! & 2) !== 0);
  compare('smb2.flags.chained', (m.flags[row]! & 4) !== 0);
  compare('smb2.flags.signature', (m.flags[row]! & 8) !== 0);
  compare('smb2.nt_status', m.status[row]);
  compare('smb2.msg_id', String((BigInt(m.messageIdHigh[row]!) << 32n) | BigInt(m.messageIdLow[row]!)));
  const id = shown.get('smb2.sesid');
  if (session !== undefined && id !== '0' && id !== '18446744073709551615')
    compare('smb2.sesid', String((BigInt(session.idHigh) << 32n) | BigInt(session.idLow)));
  // A TREE_CONNECT Request has no tree id yet; a related member refers to the one before it.
  if (tree !== undefined && shown.get('smb2.tid') !== 0xffffffff && (isResponse || m.command[row] !== 3)) compare('smb2.tid', tree.id);
  if (tree !== undefined) compare('smb2.tree', smb2.names.text(tree.share));
  const { command, detail, extra } = m;
  if (!isResponse && command[row] === 8) {
    compare('smb2.read_length', detail[row]);
    compare('smb2.file_offset', String(extra[row]));
  }
  if (!isResponse && command[row] === 9) {
    compare('smb2.write_length', detail[row]);
    compare('smb2.file_offset', String(extra[row]));
  }
  if (isResponse && command[row] === 9) compare('smb2.write.count', detail[row]);
  if (isResponse && command[row] === 8 && m.status[row] === 0) compare('smb2.olb.length', detail[row]);
  if (command[row] === 11) compare('smb2.ioctl.function', detail[row]);
  if (command[row] === 16 || command[row] === 17) {
    compare('smb2.class', detail[row]! >> 8);
    for (const type of ['file_info.', 'fs_info.', 'sec_info.', '']) compare(`smb2.${type}infolevel`, detail[row]! & 255);
  }
  if (command[row] === 14 && !isResponse) compare('smb2.find.infolevel', detail[row]);
  if (command[row] === 5 && !isResponse && open !== 0) compare('smb2.filename', smb2.names.text(open - 1));
  if (!isResponse && m.pair[row] !== 0) compare('smb2.response_in', pass.units.frame[m.unit[m.pair[row]! - 1]!]);
  if (isResponse && m.pair[row] !== 0) compare('smb2.response_to', pass.units.frame[m.unit[m.pair[row]! - 1]!]);
  if (shown.has('smb2.sesid')) expect(shown.has('smb2.nt_status'), `status of row ${row}`).toBe(isResponse);
  return { found, expected };
}
