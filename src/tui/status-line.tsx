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
  readonly style: Style;
}

const hints = keys.filter((k) => k.hint !== undefined);

/** At the left the hints, a notice or the number being typed; the position at the right is painted over it. */
export function StatusLine({ mode, typed, notice, width, style }: StatusLineProps) {
  return (
    <Box height={1} flexShrink={0}>
      <Text wrap="truncate">{text(mode, typed, notice, width, style)}</Text>
    </Box>
  );
}

function text(mode: State['mode'], typed: string, notice: string, width: number, style: Style): string {
  if (mode === 'goto') return ` Go to message :${typed}${style.text('selected', ' ')}`;
  if (mode === 'help') return style.text('faint', fit(' any key leaves the help', width));
  if (notice !== '') return style.text('warning', fit(` ${notice}`, width));
  return ` ${hints.map((k) => `${style.text('title', caption(k.keys[0]!))} ${style.text('faint', k.hint!)}`).join('  ')}`;
}
