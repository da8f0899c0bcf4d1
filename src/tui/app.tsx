import { Box } from 'ink';
import { useSyncExternalStore } from 'react';
import { allColumns } from './choosing.ts';
import { ColumnDialog } from './column-dialog.tsx';
import { Header } from './header.tsx';
import { Help } from './help.tsx';
import { StatusLine } from './status-line.tsx';
import type { Store } from './store.ts';
import type { Style } from './style.ts';

export interface AppProps {
  readonly store: Store;
  readonly style: Style;
}

/**
 * What surrounds the panes. It leaves out of the state what changes while scrolling, so that ink, which keeps every text that it ever measured,
 * has nothing to draw then.
 */
export function App({ store, style }: AppProps) {
  const of = <T,>(read: () => T): T => useSyncExternalStore(store.subscribe, read);
  const columns = of(() => store.state.columns);
  const rows = of(() => store.state.rows);
  const mode = of(() => store.state.mode);
  const view = of(() => store.state.view);
  const focus = of(() => store.state.focus);
  const notice = of(() => store.state.notice);
  const typing = of(() => store.typing);
  const helpTop = of(() => store.state.helpTop);
  const dialogAt = of(() => store.state.dialogAt);
  const chosen = of(() => store.state.chosen);
  const { contents } = store;
  const isLive = contents.live !== undefined;
  const keys = store.keys.shown(isLive);
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <Header title={contents.title} view={view} width={columns} style={style} />
      <Box flexDirection="column" flexGrow={1} flexShrink={1} flexBasis={0} overflow="hidden">
        {mode === 'help' ? <Help keys={keys} top={helpTop} columns={columns} rows={rows - 2} style={style} /> : null}
        {mode === 'columns' ? (
          <ColumnDialog
            columns={allColumns({ ...store.state, chosen }, contents)}
            at={dialogAt}
            width={columns}
            rows={rows - 2}
            style={style}
          />
        ) : null}
      </Box>
      <StatusLine
        keys={keys}
        mode={mode}
        view={view}
        focus={focus}
        typing={typing}
        notice={notice}
        width={columns}
        isLive={isLive}
        style={style}
      />
    </Box>
  );
}
