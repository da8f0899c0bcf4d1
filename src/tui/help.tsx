import { Box, Text } from 'ink';
import { type HelpLine, helpColumns } from './help-lines.ts';
import type { Key } from './keys.ts';
import type { Style } from './style.ts';
import { fit } from './width.ts';

interface HelpProps {
  readonly keys: readonly Key[];
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
  readonly style: Style;
}

/** The key table, from line `top` on. */
export function Help({ keys, top, columns, rows, style }: HelpProps) {
  const { width, captions, sides } = helpColumns(keys, columns);
  const height = sides[0]!.length;
  const shown = Array.from({ length: Math.max(0, Math.min(rows - 1, height - top)) }, (_, i) => i + top);
  const entry = (line: HelpLine | undefined): string =>
    style.text('name', fit(` ${line?.caption ?? ''}`, captions)) + fit(line?.text ?? '', Math.max(0, width - captions));
  const range = shown.length < height ? `, lines ${top + 1} to ${top + shown.length} of ${height}` : '';
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Text wrap="truncate">{style.text('heading', fit(` Keys${range}`, columns))}</Text>
      {shown.map((line) => (
        <Text key={line} wrap="truncate">
          {sides.map((side) => entry(side[line])).join('')}
        </Text>
      ))}
    </Box>
  );
}
