import { Box, useInput } from 'ink';
import { useSyncExternalStore } from 'react';
import { Header } from './header.tsx';
import { Help } from './help.tsx';
import { keysOf } from './input.ts';
import { StatusLine } from './status-line.tsx';
import type { Store } from './store.ts';
import type { Style } from './style.ts';

export interface AppProps {
  readonly store: Store;
  readonly title: string;
  readonly style: Style;
  readonly isLive?: boolean;
}

/**
 * What surrounds the panes, and the keys. It leaves out of the state what changes while scrolling, so that ink,
 * which keeps every text that it ever measured, has nothing to draw then.
 */
export function App({ store, title, style, isLive = false }: AppProps) {
  useInput((input, key) => {
    for (const name of keysOf(input, key)) store.dispatch({ key: name });
  });
  const of = <T,>(read: () => T): T => useSyncExternalStore(store.subscribe, read);
  const columns = of(() => store.state.columns);
  const rows = of(() => store.state.rows);
  const mode = of(() => store.state.mode);
  const notice = of(() => store.state.notice);
  const typed = of(() => (store.state.mode === 'goto' ? store.state.digits : ''));
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <Header title={title} width={columns} style={style} />
      <Box flexDirection="column" flexGrow={1} flexShrink={1} flexBasis={0} overflow="hidden">
        {mode === 'help' ? <Help columns={columns} isLive={isLive} style={style} /> : null}
      </Box>
      <StatusLine mode={mode} typed={typed} notice={notice} width={columns} isLive={isLive} style={style} />
    </Box>
  );
}
