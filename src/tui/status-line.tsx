import { Box, Text } from 'ink';
import { safe } from '../bytes/writer.ts';
import { type Command, caption, type Key } from './keys.ts';
import type { Pane, State, ViewName } from './state.ts';
import type { Style } from './style.ts';
import type { Typing } from './typing.ts';
import { fit, widthOf } from './width.ts';

interface StatusLineProps {
  readonly keys: readonly Key[];
  readonly mode: State['mode'];
  readonly view: ViewName;
  readonly focus: Pane;
  readonly typing: Typing | null;
  readonly notice: string;
  readonly width: number;
  readonly isLive: boolean;
  readonly style: Style;
}

const hinted: readonly Command[] = [
  'quit',
  'help',
  'stop',
  'follow',
  'filter',
  'nextPane',
  'enter',
  'goto',
  'search',
  'counterpart',
  'nextError',
  'keys',
  'expand',
  'down',
];
/** What Enter does in a view's list; elsewhere it narrows. */
const enters: Readonly<Partial<Record<ViewName, string>>> = {
  messages: 'tree',
  operations: 'tree',
  problems: 'message',
  snapshots: 'message',
  witness: 'message',
  rpc: 'message',
};

/** Cells that the position at the right takes at most, ordinarily. */
const POSITION = 26;
/** The same with what is being worked out, on a screen that has room for it. */
const LONG_POSITION = 48;
const WIDE = 110;
/** Of a live capture it says whether it goes on and what was dropped. */
const LIVE_POSITION = 48;

/** At the left the hints, a notice or the line being typed; the position at the right is painted over it. */
export function StatusLine(props: StatusLineProps) {
  return (
    <Box height={1} flexShrink={0}>
      <Text wrap="truncate">{text(props)}</Text>
    </Box>
  );
}

function text({ keys, mode, view, focus, typing, notice, width, isLive, style }: StatusLineProps): string {
  if (mode === 'prompt' && typing !== null) return typed(typing, width, style);
  if (mode === 'help') return style.text('faint', fit(' ↓ ↑ PgDn PgUp scroll, any other key leaves the help', width));
  if (mode === 'columns')
    return style.text('faint', fit(' Space shows or hides, J K move, r resets, w keeps them, other keys leave', width));
  if (notice !== '') return style.text('warning', fit(` ${safe(notice)}`, width));
  return hints(
    keys.filter((k) => isLive || (k.isOfLive !== true && k.command !== 'follow')),
    width - (isLive ? LIVE_POSITION : width >= WIDE ? LONG_POSITION : POSITION),
    focus === 'list' ? (enters[view] ?? 'narrow') : focus === 'tree' ? 'expand' : 'tree',
    style,
  );
}

/** The line with its cursor; of a long one the part around that. */
function typed(line: Typing, width: number, style: Style): string {
  const label = ` ${line.label}: `;
  const room = Math.max(1, width - label.length - 2);
  let start = 0;
  while (start < line.cursor && widthOf(safe(line.text.slice(start, line.cursor))) >= room) start++;
  const before = safe(line.text.slice(start, line.cursor));
  const at = line.text.slice(line.cursor, line.cursor + 1) || ' ';
  const tone = line.isWrong ? 'error' : 'plain';
  const rest = fit(safe(line.text.slice(line.cursor + 1)), Math.max(0, room - widthOf(before)));
  return style.text('title', label) + style.text(tone, before) + style.text('selected', safe(at)) + style.text(tone, rest);
}

/** The hints that have room, the most needed first. */
function hints(keys: readonly Key[], width: number, enters: string, style: Style): string {
  let left = width;
  let line = '';
  for (const command of hinted) {
    const key = keys.find((k) => k.command === command && k.keys.length > 0);
    if (key?.hint === undefined) continue;
    const name = caption(key.keys[0]!);
    const hint = command === 'enter' ? enters : key.hint;
    left -= name.length + hint.length + 3;
    if (left < 0) break;
    line += ` ${style.text('title', name)} ${style.text('faint', hint)} `;
  }
  return line;
}
