import { Box, Text } from 'ink';
import type { Style } from './style.ts';
import { fit } from './width.ts';

interface ColumnDialogProps {
  readonly columns: readonly { readonly name: string; readonly title: string; readonly isShown: boolean }[];
  readonly at: number;
  readonly width: number;
  readonly style: Style;
}

/** Which columns show, and in which order. */
export function ColumnDialog({ columns, at, width, style }: ColumnDialogProps) {
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Text wrap="truncate">{style.text('heading', fit(' Columns', width))}</Text>
      {columns.map((c, i) => {
        const line = fit(` ${c.isShown ? '[x]' : '[ ]'} ${c.title.padEnd(16)} ${c.name}`, width);
        return (
          <Text key={c.name} wrap="truncate">
            {style.text(i === at ? 'selected' : c.isShown ? 'plain' : 'faint', line)}
          </Text>
        );
      })}
    </Box>
  );
}
