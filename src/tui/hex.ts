import type { Node } from '../dissect/node.ts';
import { nameFor } from '../dissect/show.ts';
import type { UnitRecord } from '../smb/records.ts';
import type { Contents } from './contents.ts';
import { linesIn, type Rect } from './layout.ts';
import { lineAt } from './lines.ts';
import { title } from './pane-title.ts';
import type { State } from './state.ts';
import { Line, type Style } from './style.ts';

/** A title, then lines of offset, hex and ASCII of the source that the selected node lies in, with the node's own bytes marked. */
export function hexLines(state: State, contents: Contents, style: Style, rect: Rect, bytes: 8 | 16): string[] {
  if (rect.height === 0) return [];
  const isFocused = state.focus === 'hex';
  if (contents.count === 0) return [title('Bytes', rect.width, isFocused, style)];
  const { record, message } = contents.detail(state.selected);
  const lines = contents.lines(state.selected, state.expansion);
  const { node } = lines[lineAt(lines, state.path, message)]!;
  const { data } = record.sources[node.source]!;
  const digits = Math.max(4, (data.byteLength - 1).toString(16).length);
  const painted = [title(heading(record, node), rect.width, isFocused, style)];
  for (let i = 0; i < linesIn(rect); i++) {
    const from = (state.hexTop + i) * bytes;
    if (from >= data.byteLength) break;
    painted.push(hexLine(data, from, bytes, digits, node, rect.width, new Line(style)));
  }
  return painted;
}

function heading(record: UnitRecord, node: Node): string {
  const { kind, data } = record.sources[node.source]!;
  const frames = record.frames.length;
  const source =
    kind === 'frame'
      ? 'Frame'
      : kind === 'reassembled'
        ? `Reassembled from ${frames} ${frames === 1 ? 'frame' : 'frames'}`
        : `${kind[0]!.toUpperCase()}${kind.slice(1)}`;
  const place = node.size === 0 ? 'no bytes of its own' : `${node.size} of ${data.byteLength} bytes`;
  return `${source} · ${place} · ${nameFor(node)}`.replace(/ · $/, '');
}

function hexLine(data: DataView, from: number, bytes: number, digits: number, node: Node, width: number, line: Line): string {
  const end = Math.min(data.byteLength, from + bytes);
  const isMarked = (at: number): boolean => at >= node.offset && at < node.offset + node.size;
  line.add(from.toString(16).padStart(digits, '0'), 'faint').add(' ');
  for (let at = from; at < from + bytes; at++) {
    // The blank between two marked bytes is marked, the one before the first is not.
    const isInner = at > from && isMarked(at) && isMarked(at - 1);
    line.add(at === from + 8 ? '  ' : ' ', isInner ? 'selected' : 'plain');
    if (at < end) line.add(data.getUint8(at).toString(16).padStart(2, '0'), isMarked(at) ? 'selected' : 'plain');
    else line.add('  ');
  }
  line.add('  ');
  for (let at = from; at < end; at++) {
    const code = data.getUint8(at);
    const isPrintable = code >= 32 && code < 127;
    line.add(isPrintable ? String.fromCharCode(code) : '.', isMarked(at) ? 'selected' : isPrintable ? 'plain' : 'faint');
  }
  const used = digits + 1 + 3 * bytes + (bytes > 8 ? 1 : 0) + 2 + (end - from);
  return line.add(' '.repeat(Math.max(0, width - used))).end();
}
