import { Box, Text } from 'ink';
import { safe } from '../bytes/writer.ts';
import type { ViewName } from './state.ts';
import type { Style } from './style.ts';
import { tabs } from './tabs.ts';
import { fit } from './width.ts';

/** Cells that the counts at the right take, ordinarily: on a wide screen streams are counted too. */
const countsIn = (width: number): number => (width >= 100 ? 26 : 17);
/** With fewer cells a part of a name says nothing. */
const LEAST = 8;

interface HeaderProps {
  readonly title: string;
  readonly view: ViewName;
  readonly width: number;
  readonly style: Style;
}

/** The views, then the capture; what it holds is painted over the right end. */
export function Header({ title, view, width, style }: HeaderProps) {
  const all = tabs(view, width);
  const used = all.reduce((end, t) => Math.max(end, t.x + t.text.length), 0);
  const names = all.map((t) => (t.view === view ? style.text('selected', t.text) : style.text('key', t.text[0]!) + t.text.slice(1)));
  const room = Math.max(0, width - used - 2 - countsIn(width));
  const whole = safe(title);
  // Of a path that is too long the end says most.
  const name = whole.replace(/^.*[\\/]/, '');
  const isFile = /\.\w+$/.test(name);
  const tail = isFile ? `…${name.slice(name.length - room + 1)}` : fit(name, room);
  const shown = room < LEAST ? '' : whole.length <= room ? whole : name.length <= room ? name : tail;
  return (
    <Box height={1} flexShrink={0}>
      <Text wrap="truncate">{` ${names.join(' ')}  ${style.text('faint', fit(shown, Math.max(0, width - used - 2)))}`}</Text>
    </Box>
  );
}
