import { Box, Text } from 'ink';
import { safe } from '../bytes/writer.ts';
import type { Style } from './style.ts';
import { fit } from './width.ts';

export function Header({ title, width, style }: { readonly title: string; readonly width: number; readonly style: Style }) {
  return (
    <Box height={1} flexShrink={0}>
      <Text wrap="truncate">{style.text('title', fit(` ${safe(title)}`, width))}</Text>
    </Box>
  );
}
