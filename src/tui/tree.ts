import { safe } from '../bytes/writer.ts';
import { Kind, type Node } from '../dissect/node.ts';
import { labelFor, maskFor, type Source, textFor } from '../dissect/show.ts';
import { typeOf } from '../report/catalogue.ts';
import type { Contents } from './contents.ts';
import { linesIn, type Rect } from './layout.ts';
import { lineAt, type Severity, type TreeLine } from './lines.ts';
import { title } from './pane-title.ts';
import type { State } from './state.ts';
import { Line, type Style, type Tone } from './style.ts';
import { fit, widthOf } from './width.ts';

/** More of a text than any screen shows is not looked at. */
const LONGEST_TEXT = 4096;
const tones: Readonly<Record<Severity, Tone>> = { note: 'faint', warning: 'warning', error: 'error' };

/** Columns of the grid behind name and value, each with what it costs. */
const GRID: readonly { readonly title: string; readonly width: number; read(node: Node, message: Node): string }[] = [
  { title: 'Offset', width: 6, read: (n) => (n.size === 0 ? '' : n.offset.toString(16).padStart(4, '0')) },
  { title: 'Len', width: 5, read: (n) => (n.size === 0 ? '' : String(n.size)) },
  { title: 'Type', width: 9, read: typeText },
  { title: 'Bit off', width: 7, read: (n, message) => (n.size === 0 ? '' : String(bitOffset(n, message))) },
  { title: 'Bits', width: 6, read: (n) => (n.size === 0 ? '' : String(bitLength(n))) },
];
const LEAST_NAME = 26;

/** A title, then the lines of the selected message's tree that show. */
export function treePane(state: State, contents: Contents, style: Style, rect: Rect): string[] {
  if (rect.height === 0) return [];
  const isFocused = state.focus === 'tree';
  if (contents.count === 0) return [title('Tree', rect.width, isFocused, style)];
  const { record, message } = contents.detail(state.selected);
  const lines = contents.lines(state.selected, state.expansion);
  const selected = lineAt(lines, state.path, message);
  const spec = specOf(lines[selected]!.node);
  const route = `Message ${state.selected + 1} · frame ${record.frame}`;
  const ends = `${record.src} → ${record.dst}`;
  const heading = isFocused && spec !== '' ? `${route} · ${spec}` : `${route} · ${ends}`;
  const painted = [title(heading, rect.width, isFocused, style)];
  const grid = state.isGrid ? gridFor(rect.width) : null;
  if (grid !== null) painted.push(style.text('faint', gridHeading(grid, rect.width)));
  const end = Math.min(lines.length, state.treeTop + linesIn(rect) - (grid === null ? 0 : 1));
  for (let i = state.treeTop; i < end; i++) {
    const ground: Tone = i !== selected ? 'plain' : isFocused ? 'selected' : 'resting';
    const line = new Line(style, ground);
    painted.push(
      grid === null
        ? treeLine(lines[i]!, record.sources, rect.width, line)
        : gridLine(lines[i]!, message, record.sources, grid, rect.width, line),
    );
  }
  return painted;
}

/** Lines that the tree has for nodes. */
export const treeLinesIn = (state: State, rect: Rect): number => Math.max(0, linesIn(rect) - (state.isGrid ? 1 : 0));

/** The section that describes a node: of a structure its own, of a field that of its structure. */
export const specOf = (n: Node): string => (n.kind === Kind.group ? (n.inner?.spec ?? n.owner?.spec) : n.owner?.spec) ?? '';

interface Grid {
  readonly name: number;
  readonly value: number;
  readonly columns: typeof GRID;
}

function gridFor(width: number): Grid {
  let left = width;
  const columns = GRID.filter((c) => {
    if (left - c.width - 1 < 2 * LEAST_NAME) return false;
    left -= c.width + 1;
    return true;
  });
  const name = Math.max(LEAST_NAME, Math.floor(left * 0.5));
  return { name, value: Math.max(0, left - name - 1), columns };
}

const gridHeading = (g: Grid, width: number): string =>
  fit([fit('Name', g.name), fit('Value', g.value), ...g.columns.map((c) => c.title.padStart(c.width))].join(' '), width);

const leadOf = ({ depth, isOpen }: TreeLine): string => '  '.repeat(depth) + (isOpen === null ? '  ' : isOpen ? '▾ ' : '▸ ');

function tonesOf({ node, severity }: TreeLine): { head: Tone; value: Tone } {
  const tone = severity === undefined ? undefined : tones[severity];
  // Titles of structures and values worked out rather than read differ from what lies on the wire.
  const isGenerated = node.kind === Kind.generated;
  const head = tone ?? (isGenerated ? 'faint' : node.kind === Kind.group && node.owner === null ? 'title' : 'name');
  return { head, value: tone ?? (isGenerated ? 'faint' : 'plain') };
}

export const valueText = (node: Node, sources: readonly Source[]): string =>
  safe(textFor(node, sources[node.source]!.data).slice(0, LONGEST_TEXT));

export const labelText = (node: Node): string => safe(labelFor(node).slice(0, LONGEST_TEXT));

function treeLine(line: TreeLine, sources: readonly Source[], width: number, out: Line): string {
  const value = valueText(line.node, sources);
  const label = labelText(line.node);
  const { head: headTone, value: valueTone } = tonesOf(line);
  const head = leadOf(line) + (value === '' ? label : `${label}: `);
  const headWidth = widthOf(head);
  if (headWidth >= width) return out.add(fit(head, width), line.severity === undefined ? undefined : headTone).end();
  return out
    .add(head, headTone)
    .add(fit(value, width - headWidth), valueTone)
    .end();
}

function gridLine(line: TreeLine, message: Node, sources: readonly Source[], g: Grid, width: number, out: Line): string {
  const { head, value } = tonesOf(line);
  out.add(fit(leadOf(line) + labelText(line.node), g.name), head).add(' ');
  const isWide = line.node.kind === Kind.group && line.node.owner === null;
  out.add(fit(isWide ? specOf(line.node) : valueText(line.node, sources), g.value), isWide ? 'faint' : value);
  for (const c of g.columns) out.add(` ${fit(c.read(line.node, message).padStart(c.width), c.width)}`, 'faint');
  const used = g.name + 1 + g.value + g.columns.reduce((sum, c) => sum + c.width + 1, 0);
  return out.add(' '.repeat(Math.max(0, width - used))).end();
}

function typeText(n: Node): string {
  if (n.kind === Kind.group) return n.item < 0 ? 'struct' : 'element';
  if (n.kind === Kind.bit) return bitLength(n) === 1 ? 'boolean' : 'bits';
  if (n.kind === Kind.generated) return 'derived';
  return n.field === null ? '' : typeOf(n.field);
}

/** From the beginning of the message, or of the source where that is another one. */
function bitOffset(n: Node, message: Node): number {
  const start = n.source === message.source && n.offset >= message.offset ? message.offset : 0;
  const mask = maskFor(n);
  return 8 * (n.offset - start) + (mask === undefined ? 0 : 31 - Math.clz32(mask & -mask));
}

function bitLength(n: Node): number {
  const mask = maskFor(n);
  if (mask === undefined) return 8 * n.size;
  let bits = 0;
  for (let rest = mask; rest !== 0; rest = (rest & (rest - 1)) >>> 0) bits++;
  return bits;
}
