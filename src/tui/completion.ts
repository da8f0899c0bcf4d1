import { knownFields } from '../query/fields.ts';

const WORDS = ['and', 'or', 'not', 'contains', 'matches', 'in', 'xor'];
const COMMON = [
  'smb2',
  'smb2.cmd',
  'smb2.filename',
  'smb2.nt_status',
  'smb2.tree',
  'smb2.sesid',
  'smb2.tid',
  'smb2.fid',
  'smb2.msg_id',
  'smb2.time',
  'smb2.flags.response',
  'smb2.acct',
  'smb2.host',
  'smb2.ioctl.function',
  'smb2.read_length',
  'smb2.write_length',
  'smb2.bad_signature',
  'smb2.x.transform.bad_tag',
  'frame.number',
  'frame.time',
  'ip.addr',
  'tcp.port',
  'tcp.stream',
];
const MOST = 200;

/** What a word of an expression can become: the whole words, and where the word begins. */
export interface Completions {
  readonly from: number;
  readonly words: readonly string[];
}

let names: readonly string[] | undefined;

/** Texts that a capture has for a field. */
export type Seen = (field: string) => readonly string[];

/** Names of fields that go on like the word before the cursor; behind a field and an operator, its constants or what the capture has for it. */
export function completions(text: string, cursor: number, seen: Seen = () => []): Completions {
  const head = text.slice(0, cursor);
  if ((head.match(/"/g)?.length ?? 0) % 2 === 1) return ofTexts(head, head.lastIndexOf('"'), seen);
  const [word = ''] = /[@\w.]*$/.exec(head) ?? [];
  const from = cursor - word.length;
  const field = fieldBefore(head.slice(0, from));
  const constants = field === undefined ? undefined : knownFields().get(field)?.names;
  if (constants !== undefined) return { from, words: like(Object.keys(constants), word) };
  if (field !== undefined) return { from, words: like(seen(field), word).map(quoted) };
  if (word === '') return { from, words: [] };
  names ??= [...knownFields().keys()]
    .map((name) => [rank(name), name] as const)
    .sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1))
    .map(([, name]) => name);
  const found = like(names, word);
  return {
    from,
    words: /[)\w"\s]\s+$/.test(head.slice(0, from)) ? [...WORDS.filter((w) => w.startsWith(word) && w !== word), ...found] : found,
  };
}

/** What is asked for most comes first, then what has values, then structures. */
function rank(name: string): number {
  const at = COMMON.indexOf(name);
  return at >= 0 ? at - COMMON.length : knownFields().get(name)?.type === 'protocol' && name.includes('.') ? 1 : 0;
}

/** Behind a quotation mark. */
function ofTexts(head: string, mark: number, seen: Seen): Completions {
  const field = fieldBefore(head.slice(0, mark));
  const typed = head.slice(mark + 1).replace(/\\(.)/g, '$1');
  return { from: mark, words: field === undefined ? [] : like(seen(field), typed).map(quoted) };
}

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;

/** The field of a comparison whose value comes next. */
function fieldBefore(head: string): string | undefined {
  const [, compared] = /([\w.]+)\s*(?:==|!=|<=|>=|<|>|&|===|!==|\bcontains|\bmatches|\beq|\bne|\blt|\ble|\bgt|\bge)\s*$/.exec(head) ?? [];
  const [, listed] = /([\w.]+)\s+in\s*\{[^}]*$/.exec(head) ?? [];
  return compared ?? listed;
}

/** Words that begin so come before those that hold it; the nearest parts of a name first. */
function like(words: readonly string[], typed: string): string[] {
  const wanted = typed.toLowerCase();
  const begin = words.filter((w) => w.toLowerCase().startsWith(wanted) && w.toLowerCase() !== wanted);
  const hold = wanted.length < 3 ? [] : words.filter((w) => !w.toLowerCase().startsWith(wanted) && w.toLowerCase().includes(wanted));
  return [...begin, ...hold].slice(0, MOST);
}
