import { Box, Text } from 'ink';
import { helpColumns } from './help-columns.ts';
import { caption, helpLines, type Key, type KeyLine } from './keys.ts';
import type { Style } from './style.ts';
import { fit } from './width.ts';

const CAPTIONS = 20;

interface HelpProps {
  readonly keys: readonly Key[];
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
  readonly style: Style;
}

/** The key table, from line `top` on. */
export function Help({ keys, top, columns, rows, style }: HelpProps) {
  const lines = helpLines(keys);
  const across = helpColumns(columns);
  const height = Math.ceil(lines.length / across);
  const width = Math.floor(columns / across);
  const shown = Array.from({ length: Math.max(0, Math.min(rows - 1, height - top)) }, (_, i) => i + top);
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Text wrap="truncate">{style.text('heading', fit(' Keys', columns))}</Text>
      {shown.map((line) => (
        <Text key={line} wrap="truncate">
          {Array.from({ length: across }, (_, column) => entry(lines[line + column * height], width, style)).join('')}
        </Text>
      ))}
    </Box>
  );
}

const entry = (line: KeyLine | undefined, width: number, style: Style): string =>
  line === undefined
    ? ' '.repeat(width)
    : style.text('name', fit(` ${line.keys.map(caption).join(' ')}`, CAPTIONS)) + fit(line.text, Math.max(0, width - CAPTIONS));
