import { expect, test } from 'vitest';
import { FSCTL } from '../../dissectors/tables/fsctl.ts';
import { nameFor, textFor } from '../../src/dissect/show.ts';
import { Records } from '../../src/smb/records.ts';
import { everyNode } from '../samples.ts';
import { answering, layout, Sender, unitsOf } from './packets.ts';

const le = (value: number, size: number): Buffer => {
  const b = Buffer.alloc(size);
  b.writeUIntLE(value, 0, size);
  return b;
};

function message(flags: number, body: Buffer): Buffer {
  const header = layout('fe534d42', le(64, 2), le(1, 2), le(0, 4), le(11, 2), le(1, 2), le(flags, 4), le(0, 4), le(7, 4), Buffer.alloc(36));
  return layout([0, 1], [header.length + body.length, 3], header, body);
}

const request = (code: number, input: Buffer): Buffer =>
  message(0, layout(le(57, 2), le(0, 2), le(code, 4), Buffer.alloc(16), le(120, 4), le(input.length, 4), Buffer.alloc(24), input));

const response = (code: number, output: Buffer): Buffer =>
  message(
    1,
    layout(
      le(49, 2),
      le(0, 2),
      le(code, 4),
      Buffer.alloc(16),
      le(0, 4),
      le(0, 4),
      le(112, 4),
      le(output.length, 4),
      Buffer.alloc(8),
      output,
    ),
  );

test('what a reply about snapshots holds its request says', () => {
  const code = FSCTL.FSCTL_REFS_STREAM_SNAPSHOT_MANAGEMENT!;
  const list = layout(le(2, 4), le(0, 4), Buffer.alloc(16));
  const none = layout(le(0, 4), le(16, 4), Buffer.alloc(8));
  const { pass } = unitsOf([new Sender().send(request(code, list)), answering().send(response(code, none))]);
  const { tree, sources } = new Records(pass).record(1);
  const found = [...everyNode(tree)].filter((n) => nameFor(n).startsWith('smb2.fsctl.refs_snapshot.'));
  expect(found.map((n) => `${nameFor(n)} ${textFor(n, sources[n.source]!.data)}`)).toEqual([
    'smb2.fsctl.refs_snapshot.entry_count 0',
    'smb2.fsctl.refs_snapshot.required_size 16',
  ]);
});
