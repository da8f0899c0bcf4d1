import type { Node } from '../dissect/node.ts';
import { nameFor } from '../dissect/show.ts';
import type { UnitRecord } from '../smb/records.ts';
import type { Contents } from './contents.ts';
import { linesIn, type Rect } from './layout.ts';
import { lineAt } from './lines.ts';
import { title } from './pane-title.ts';
import type { State } from './state.ts';
import { Line, type Style, type Tone } from './style.ts';

/** A title, then lines of offset, hex and ASCII of the source that the selected node lies in, with the node's own bytes marked. */
export function hexLines(state: State, contents: Contents, style: Style, rect: Rect, bytes: 8 | 16): string[] {
  if (rect.height === 0) return [];
  const isFocused = state.focus === 'hex';
  if (contents.count === 0) return [title('Bytes', rect.width, isFocused, style)];
  const { record, message } = contents.detail(state.selected);
  const lines = contents.lines(state.selected, state.expansion);
  const { node } = lines[lineAt(lines, state.path, message)]!;
  const source = state.cursor?.source ?? node.source;
  const { data } = record.sources[source]!;
  const marked = node.source === source ? node : null;
  const cursor = isFocused ? (state.cursor?.offset ?? node.offset) : -1;
  const digits = Math.max(4, (data.byteLength - 1).toString(16).length);
  const painted = [title(heading(record, node, source), rect.width, isFocused, style)];
  for (let i = 0; i < linesIn(rect); i++) {
    const from = (state.hexTop + i) * bytes;
    if (from >= data.byteLength) break;
    painted.push(hexLine(data, from, bytes, digits, marked, cursor, rect.width, new Line(style)));
  }
  return painted;
}

function heading(record: UnitRecord, node: Node, source: number): string {
  const { kind, data } = record.sources[source]!;
  const frames = record.frames.length;
  const name =
    kind === 'frame'
      ? 'Frame'
      : kind === 'reassembled'
        ? `Reassembled from ${frames} ${frames === 1 ? 'frame' : 'frames'}`
        : `${kind[0]!.toUpperCase()}${kind.slice(1)}`;
  const place = node.size === 0 || node.source !== source ? `${data.byteLength} bytes` : `${node.size} of ${data.byteLength} bytes`;
  const which = record.sources.length > 1 ? ` (${source + 1} of ${record.sources.length})` : '';
  return `${name}${which} · ${place} · ${nameFor(node)}`.replace(/ · $/, '');
}

function hexLine(
  data: DataView,
  from: number,
  bytes: number,
  digits: number,
  node: Node | null,
  cursor: number,
  width: number,
  line: Line,
): string {
  const end = Math.min(data.byteLength, from + bytes);
  const isMarked = (at: number): boolean => node !== null && at >= node.offset && at < node.offset + node.size;
  const toneAt = (at: number, otherwise: Tone): Tone => (at === cursor ? 'cursor' : isMarked(at) ? 'selected' : otherwise);
  let left = width;
  const add = (text: string, tone: Tone): void => {
    const cut = text.slice(0, left);
    if (cut !== '') line.add(cut, tone);
    left -= cut.length;
  };
  add(from.toString(16).padStart(digits, '0'), 'faint');
  add(' ', 'plain');
  for (let at = from; at < from + bytes; at++) {
    // The blank between two marked bytes is marked, the one before the first is not.
    const isInner = at > from && isMarked(at) && isMarked(at - 1);
    add(at === from + 8 ? '  ' : ' ', isInner ? 'selected' : 'plain');
    add(at < end ? data.getUint8(at).toString(16).padStart(2, '0') : '  ', at < end ? toneAt(at, 'plain') : 'plain');
  }
  add('  ', 'plain');
  for (let at = from; at < end; at++) {
    const code = data.getUint8(at);
    const isPrintable = code >= 32 && code < 127;
    add(isPrintable ? String.fromCharCode(code) : '.', toneAt(at, isPrintable ? 'plain' : 'faint'));
  }
  return line.add(' '.repeat(left)).end();
}

/** The byte under a column of the pane, counted in its line; -1 for none. */
export function byteAt(x: number, size: number, bytes: 8 | 16): number {
  const digits = Math.max(4, (size - 1).toString(16).length);
  const at = x - digits - 2;
  const wide = 3 * bytes + (bytes > 8 ? 1 : 0);
  if (at < 0) return -1;
  if (at < wide) return at < 24 ? Math.floor(at / 3) : Math.min(bytes - 1, Math.floor((at - 1) / 3));
  const text = x - (digits + 1 + wide + 2);
  return text >= 0 && text < bytes ? text : -1;
}
