import { safe } from '../bytes/writer.ts';
import { Kind } from '../dissect/node.ts';
import { labelFor, type Source, textFor } from '../dissect/show.ts';
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

/** A title, then the lines of the selected message's tree that show. */
export function treePane(state: State, contents: Contents, style: Style, rect: Rect): string[] {
  if (rect.height === 0) return [];
  const isFocused = state.focus === 'tree';
  if (contents.count === 0) return [title('Tree', rect.width, isFocused, style)];
  const { record, message } = contents.detail(state.selected);
  const lines = contents.lines(state.selected, state.expansion);
  const selected = lineAt(lines, state.path, message);
  const heading = `Message ${state.selected + 1} · frame ${record.frame} · ${record.src} → ${record.dst}`;
  const painted = [title(heading, rect.width, isFocused, style)];
  const end = Math.min(lines.length, state.treeTop + linesIn(rect));
  for (let i = state.treeTop; i < end; i++) {
    const ground: Tone = i !== selected ? 'plain' : isFocused ? 'selected' : 'resting';
    painted.push(treeLine(lines[i]!, record.sources, rect.width, new Line(style, ground)));
  }
  return painted;
}

function treeLine(line: TreeLine, sources: readonly Source[], width: number, out: Line): string {
  const { node, depth, isOpen, severity } = line;
  const mark = isOpen === null ? '  ' : isOpen ? '▾ ' : '▸ ';
  const label = safe(labelFor(node).slice(0, LONGEST_TEXT));
  const value = safe(textFor(node, sources[node.source]!.data).slice(0, LONGEST_TEXT));
  const lead = '  '.repeat(depth) + mark;
  const head = value === '' ? lead + label : `${lead}${label}: `;
  const tone = severity === undefined ? undefined : tones[severity];
  const headWidth = widthOf(head);
  if (headWidth >= width) return out.add(fit(head, width), tone).end();
  // Titles of structures and values worked out rather than read differ from what lies on the wire.
  const headTone: Tone =
    tone ?? (node.kind === Kind.generated ? 'faint' : node.kind === Kind.group && node.owner === null ? 'title' : 'name');
  out.add(head, headTone);
  return out.add(fit(value, width - headWidth), tone ?? (node.kind === Kind.generated ? 'faint' : 'plain')).end();
}
