import type { Writer } from '../bytes/writer.ts';
import type { Node } from '../dissect/node.ts';
import { isSecret, labelFor, nameFor, type Source, severityFor, textFor } from '../dissect/show.ts';
import type { UnitRecord } from '../smb/records.ts';

const RAW_SHOWN = 16;

/** A record as an indented tree; the column at the left is the offset in the node's source. */
export function writeText(r: UnitRecord, raw: boolean, to: Writer): void {
  to.ascii('Unit ').number(r.unit).ascii(', frame ').number(r.frame);
  if (r.messages.length > 0) to.ascii(r.messages.length === 1 ? ', message ' : ', messages ').ascii(r.messages.join(', '));
  to.ascii(', ').ascii(r.time).ascii(', ').ascii(r.src).utf8(' → ').ascii(r.dst).ascii(', stream ').number(r.stream).byte(10);
  to.ascii('  ').ascii(r.protocol).byte(32).text(r.summary).byte(10);
  let source = 0;
  for (const n of r.tree) {
    if (n.source !== source) {
      source = n.source;
      const { kind, data } = r.sources[source]!;
      to.ascii(`  -- ${kind}, ${data.byteLength} bytes${kind === 'reassembled' ? ` of ${r.frames.length} frames` : ''}\n`);
    }
    line(n, 0, r.sources, raw, to);
  }
  to.byte(10);
}

function line(n: Node, depth: number, sources: readonly Source[], raw: boolean, to: Writer): void {
  const { data } = sources[n.source]!;
  to.ascii(n.size > 0 ? n.offset.toString(16).padStart(6, '0') : '      ').ascii('  '.repeat(depth + 1));
  const severity = severityFor(n);
  if (severity !== undefined) to.byte(91);
  to.text(labelFor(n));
  const text = textFor(n, data);
  if (text !== '') to.ascii(': ').text(text);
  if (severity !== undefined) to.byte(93);
  const name = nameFor(n);
  if (name !== '' && severity === undefined) to.ascii('  <').ascii(name).byte(62);
  if (raw && n.size > 0 && n.children.length === 0 && !isSecret(n)) {
    to.ascii('  |').hex(data, n.offset, Math.min(n.size, RAW_SHOWN));
    if (n.size > RAW_SHOWN) to.ascii('..');
  }
  to.byte(10);
  for (const child of n.children) line(child, depth + 1, sources, raw, to);
}
