import { Box, Text } from 'ink';
import type { Style } from './style.ts';
import { fit } from './width.ts';

interface ColumnDialogProps {
  readonly columns: readonly { readonly name: string; readonly title: string; readonly isShown: boolean }[];
  readonly at: number;
  readonly width: number;
  readonly rows: number;
  readonly style: Style;
}

/** Which columns show, and in which order. */
export function ColumnDialog({ columns, at, width, rows, style }: ColumnDialogProps) {
  const room = Math.max(1, rows - 1);
  const top = Math.max(0, Math.min(at, columns.length - 1) - room + 1);
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Text wrap="truncate">{style.text('heading', fit(' Columns', width))}</Text>
      {columns.slice(top, top + room).map((c, i) => {
        const line = fit(` ${c.isShown ? '[x]' : '[ ]'} ${c.title.padEnd(16)} ${c.name}`, width);
        return (
          <Text key={c.name} wrap="truncate">
            {style.text(top + i === at ? 'selected' : c.isShown ? 'plain' : 'faint', line)}
          </Text>
        );
      })}
    </Box>
  );
}
