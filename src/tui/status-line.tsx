import { Box, Text } from 'ink';
import { caption, keys } from './keys.ts';
import type { State } from './state.ts';
import type { Style } from './style.ts';
import { fit } from './width.ts';

interface StatusLineProps {
  readonly mode: State['mode'];
  readonly typed: string;
  readonly notice: string;
  readonly width: number;
  readonly isLive: boolean;
  readonly style: Style;
}

/** Cells that the position at the right takes at most, ordinarily. */
const POSITION = 26;
/** Of a live capture it says whether it goes on and what was dropped. */
const LIVE_POSITION = 48;

/** At the left the hints, a notice or the number being typed; the position at the right is painted over it. */
export function StatusLine({ mode, typed, notice, width, isLive, style }: StatusLineProps) {
  return (
    <Box height={1} flexShrink={0}>
      <Text wrap="truncate">{text(mode, typed, notice, width, isLive ? LIVE_POSITION : POSITION, style)}</Text>
    </Box>
  );
}

function text(mode: State['mode'], typed: string, notice: string, width: number, taken: number, style: Style): string {
  if (mode === 'goto') return ` Go to message :${typed}${style.text('selected', ' ')}`;
  if (mode === 'help') return style.text('faint', fit(' any key leaves the help', width));
  if (notice !== '') return style.text('warning', fit(` ${notice}`, width));
  return hints(width - taken, style);
}

/** The hints that have room, the most needed first. */
function hints(width: number, style: Style): string {
  let left = width;
  let line = '';
  for (const { keys: names, hint } of keys.filter((k) => k.hint !== undefined).reverse()) {
    const key = caption(names[0]!);
    left -= key.length + hint!.length + 3;
    if (left < 0) break;
    line += ` ${style.text('title', key)} ${style.text('faint', hint!)} `;
  }
  return line;
}
