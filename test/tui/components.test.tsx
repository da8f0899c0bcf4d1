import { render } from 'ink-testing-library';
import { expect, test } from 'vitest';
import { ColumnDialog } from '../../src/tui/column-dialog.tsx';
import { Header } from '../../src/tui/header.tsx';
import { Help } from '../../src/tui/help.tsx';
import { caption, keys } from '../../src/tui/keys.ts';
import { edit, prompt } from '../../src/tui/prompt.ts';
import { StatusLine } from '../../src/tui/status-line.tsx';
import { Style } from '../../src/tui/style.ts';
import { typingOf } from '../../src/tui/typing.ts';
import { plain } from './screens.ts';

const style = new Style(false);
const shown = (element: Parameters<typeof render>[0]): string => plain(render(element).lastFrame() ?? '').replace(/ +$/gm, '');

test('the header has every view, the capture behind', () => {
  expect(shown(<Header title={'a\x1b[2J.pcap'} view="files" width={120} style={style} />)).toMatch(
    /^ Messages Operations Sessions Files Problems Times Leases Credits V W D {2}a\\x1b\[2J\.pcap/,
  );
  expect(shown(<Header title="a.pcap" view="files" width={80} style={style} />)).toMatch(/^ M O S Files P T L C V W D {2}a\.pcap/);
});

test('the help shows every key, a page at a time', () => {
  const page = (top: number): string => shown(<Help keys={keys} top={top} columns={80} rows={24} style={style} />);
  expect(page(0).split('\n')).toHaveLength(24);
  expect(page(0)).toContain('M F1');
  expect(page(0)).toContain('Keys, lines 1 to 23 of ');
  const pages = [0, 23, 46, 69].map(page).join('\n');
  for (const { keys: names } of keys) expect(pages).toContain(caption(names[0]!));
  expect(pages).toContain('quit');
});

const line = (props: Partial<Parameters<typeof StatusLine>[0]>): string =>
  shown(
    <StatusLine
      keys={keys}
      mode="browse"
      view="messages"
      focus="list"
      typing={null}
      notice=""
      isLive={false}
      width={80}
      style={style}
      {...props}
    />,
  );

test('the status line: hints, a notice, what is typed', () => {
  expect(line({})).toMatch(/^ q quit {2}\? help {2}\/ filter {2}Tab pane {2}Enter tree/);
  expect(line({ notice: 'No error\x07 follows.' })).toBe(' No error\\x07 follows.');
  expect(line({ mode: 'prompt', typing: typingOf(prompt('filter', 'smb2.cmd == 5')) })).toBe(' Filter: smb2.cmd == 5');
  expect(line({ mode: 'prompt', typing: typingOf(prompt('search', 'fe 53')) })).toBe(' Search bytes: fe 53');
  const long = prompt('filter', 'x'.repeat(200));
  expect(line({ mode: 'prompt', typing: typingOf(long) }).length).toBeLessThanOrEqual(80);
  expect(line({ mode: 'prompt', typing: typingOf(edit(long, 'home')!) }).length).toBeLessThanOrEqual(80);
});

test('the dialog of columns', () => {
  const columns = [
    { name: 'number', title: 'No.', isShown: true },
    { name: 'name', title: 'Name', isShown: false },
  ];
  const text = shown(<ColumnDialog columns={columns} at={0} width={60} rows={22} style={style} />);
  expect(text.split('\n')).toEqual([' Columns', ' [x] No.              number', ' [ ] Name             name']);
  const low = shown(<ColumnDialog columns={columns} at={1} width={60} rows={2} style={style} />);
  expect(low.split('\n')).toEqual([' Columns', ' [ ] Name             name']);
});
