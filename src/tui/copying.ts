import { Command } from '../../dissectors/smb2/header.ts';
import { nameOf, valueFor } from '../dissect/show.ts';
import type { Contents } from './contents.ts';
import { expressionFor, lineFor } from './expression.ts';
import { lineAt } from './lines.ts';
import { placed } from './list.ts';
import type { State } from './state.ts';
import { valueText } from './tree.ts';

/** What terminals take at most, before it is encoded. */
const MOST = 74_000;
const MOST_BYTES = 32_768;

/** The state with the text to be copied, or a notice why there is none. */
const copied = (state: State, text: string, what: string): State =>
  text === ''
    ? { ...state, notice: `There is no ${what} to copy.` }
    : { ...state, effect: { kind: 'copy', text: text.slice(0, MOST), what } };

const selectedNode = (state: State, contents: Contents) => {
  const { record, message } = contents.detail(state.selected);
  const lines = contents.lines(state.selected, state.expansion);
  return { record, message, node: lines[lineAt(lines, state.path, message)]!.node };
};

export function copyLine(state: State, contents: Contents): State {
  if (state.focus !== 'list') {
    const { record, node } = selectedNode(state, contents);
    return copied(state, lineFor(node, valueText(node, record.sources)), 'line');
  }
  const view = contents.view(state);
  if (view === null || view.count === 0) return copied(state, '', 'line');
  const item = view.listing.item(view.code(state.places[state.view].line));
  const cells = placed(view, state, state.columns).map(({ column }) => column.text(item));
  return copied(state, cells.filter((cell) => cell !== '').join('  '), 'line');
}

export function copyValue(state: State, contents: Contents): State {
  const { record, node } = selectedNode(state, contents);
  return copied(state, String(valueFor(node, record.sources[node.source]!.data) ?? ''), 'value');
}

export function copyFilter(state: State, contents: Contents): State {
  const { record, node } = selectedNode(state, contents);
  return copied(state, expressionFor(node, record.sources), 'filter');
}

/** The bytes of the node; from the list those of the message. */
export function copyBytes(state: State, contents: Contents): State {
  const { record, message, node } = selectedNode(state, contents);
  const { source, offset, size } = state.focus === 'list' ? message : node;
  const { data } = record.sources[source]!;
  return copied(state, Buffer.from(data.buffer, data.byteOffset + offset, Math.min(size, MOST_BYTES)).toString('hex'), 'bytes');
}

/** The filter that the selected value fulfils; empty for none. */
export function filterFor(state: State, contents: Contents): string {
  const { record, message, node } = selectedNode(state, contents);
  if (state.focus !== 'list') return expressionFor(node, record.sources);
  const { messages: m } = contents.pass;
  return m.protocol[state.selected] === 0
    ? `smb2.cmd == ${nameOf(Command, m.command[state.selected]!) ?? m.command[state.selected]}`
    : expressionFor(message, record.sources);
}
