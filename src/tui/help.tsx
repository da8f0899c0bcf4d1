import { Box, Text } from 'ink';
import { caption, keys } from './keys.ts';
import type { Style } from './style.ts';
import { fit } from './width.ts';

const CAPTIONS = 16;

/** The key table. */
export function Help({ columns, isLive, style }: { readonly columns: number; readonly isLive: boolean; readonly style: Style }) {
  const useful = keys.filter((k) => isLive || k.isOfLive !== true);
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Text wrap="truncate">{style.text('heading', fit(' Keys', columns))}</Text>
      {useful.map((k) => (
        <Text key={k.command} wrap="truncate">
          {style.text('name', fit(` ${k.keys.map(caption).join('  ')}`, CAPTIONS)) + fit(k.text, Math.max(0, columns - CAPTIONS))}
        </Text>
      ))}
    </Box>
  );
}
