import { Phrase, type Writer } from '../bytes/writer.ts';
import { Kind, type Node } from '../dissect/node.ts';
import { isSecret, labelFor, maskFor, nameFor, type Source, severityFor, textFor, valueFor } from '../dissect/show.ts';
import type { UnitRecord } from '../smb/records.ts';
import { generated, leaf, rowGroup, titleGroup } from './json-node.ts';

const UNIT = new Phrase('{"unit":');
const MESSAGES = new Phrase(',"messages":[');
const FRAME = new Phrase('],"frame":');
const FRAMES = new Phrase(',"frames":[');
const TIME = new Phrase('],"time":"');
const SRC = new Phrase('","src":"');
const DST = new Phrase('","dst":"');
const STREAM = new Phrase('","stream":');
const PROTOCOL = new Phrase(',"protocol":"');
const SUMMARY = new Phrase('","summary":');
const TREE = new Phrase(',"tree":[');
const CHILDREN = new Phrase(',"children":[');
const END = new Phrase(']}\n');

/** A record as one line of JSON, in the shape of the interface contract. */
export function writeJson(r: UnitRecord, raw: boolean, to: Writer): void {
  to.phrase(UNIT).count(r.unit).phrase(MESSAGES);
  counts(r.messages, to);
  to.phrase(FRAME).count(r.frame).phrase(FRAMES);
  counts(r.frames, to);
  to.phrase(TIME).ascii(r.time).phrase(SRC).ascii(r.src).phrase(DST).ascii(r.dst);
  to.phrase(STREAM).count(r.stream).phrase(PROTOCOL).ascii(r.protocol).phrase(SUMMARY).json(r.summary);
  if (r.sources.length > 1) {
    to.ascii(',"sources":[');
    r.sources.forEach((s, id) => {
      if (id > 0) to.ascii(id > 1 ? ',' : '').ascii(`{"id":${id},"kind":"${s.kind}","size":${s.data.byteLength}}`);
    });
    to.ascii(']');
  }
  to.phrase(TREE);
  nodes(r.tree, r.sources, raw ? plain : quick, to);
  to.phrase(END);
}

function counts(numbers: readonly number[], to: Writer): void {
  for (let i = 0; i < numbers.length; i++) {
    if (i > 0) to.byte(44);
    to.count(numbers[i]!);
  }
}

/** Writes a node up to its children. */
type Start = (n: Node, sources: readonly Source[], to: Writer) => void;

function nodes(list: readonly Node[], sources: readonly Source[], start: Start, to: Writer): void {
  for (let i = 0; i < list.length; i++) {
    if (i > 0) to.byte(44);
    const n = list[i]!;
    start(n, sources, to);
    // Of a folded one the children are written.
    if (!n.isFolded && n.children.length > 0) {
      to.phrase(CHILDREN);
      nodes(n.children, sources, start, to);
      to.byte(93);
    }
    to.byte(125);
  }
}

const plain: Start = (n, sources, to) => anyNode(n, sources[n.source]!.data, true, to);

const quick: Start = (n, sources, to) => {
  const { data } = sources[n.source]!;
  if (!isKept(n, data, to)) anyNode(n, data, false, to);
};

/** Whether the node was written by what is kept of its row. */
function isKept(n: Node, data: DataView, to: Writer): boolean {
  switch (n.kind) {
    case Kind.leaf:
      return leaf(n, data, to);
    case Kind.group:
      return n.owner !== null ? rowGroup(n, to) : n.inner !== null && titleGroup(n, to);
    case Kind.generated:
      return generated(n, to);
    default:
      return false;
  }
}

/** Any node up to its children, by what the show functions say of it. */
export function anyNode(n: Node, data: DataView, raw: boolean, to: Writer): void {
  const name = nameFor(n);
  to.ascii('{');
  if (name !== '') to.ascii('"name":"').ascii(name).ascii('",');
  to.ascii('"label":')
    .json(labelFor(n))
    .ascii(',"source":')
    .number(n.source)
    .ascii(',"offset":')
    .number(n.offset)
    .ascii(',"size":')
    .number(n.size);
  if (name !== '') {
    const value = valueFor(n, data)!;
    to.ascii(',"value":');
    if (typeof value === 'string') to.json(value);
    else to.ascii(String(value));
  }
  const text = textFor(n, data);
  if (text !== '') to.ascii(',"text":').json(text);
  if (raw && n.size > 0 && !isSecret(n)) to.ascii(',"raw":"').hex(data, n.offset, n.size).byte(34);
  const mask = maskFor(n);
  if (mask !== undefined) to.ascii(`,"mask":"0x${mask.toString(16).padStart(2 * n.size, '0')}"`);
  if (n.kind === Kind.generated) to.ascii(',"generated":true');
  const severity = severityFor(n);
  if (severity !== undefined) to.ascii(`,"severity":"${severity}"`);
  // Its bits are nodes like others here.
  void n.children;
}
