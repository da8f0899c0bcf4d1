import { Phrase, type Writer } from '../bytes/writer.ts';
import type { Node } from '../dissect/node.ts';
import type { Source } from '../dissect/show.ts';
import type { OpenUnit, Records, UnitHead, UnitRecord } from '../smb/records.ts';
import { writeNode } from './json-plain.ts';
import { JsonTree, Outcome } from './json-tree.ts';

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
const TREE = new Phrase(',"tree":');
const END = new Phrase(']}\n');

/** Writes units as lines of JSON, in the shape of the interface contract. */
export class JsonLines {
  private readonly records: Records;
  private readonly raw: boolean;
  private readonly tree = new JsonTree();

  /** `raw`: with the bytes of each node. */
  constructor(records: Records, raw: boolean) {
    this.records = records;
    this.raw = raw;
  }

  write(unit: number, to: Writer): void {
    if (this.raw || !this.straight(unit, to)) writeJson(this.records.record(unit, true), this.raw, to);
  }

  /** Writes the unit without making nodes; returns false, and writes nothing, where there have to be some. */
  private straight(unit: number, to: Writer): boolean {
    const head = this.records.head(unit);
    if (head.isNested) return false;
    to.hold();
    const begin = to.place;
    writeHead(head, to);
    const listAt = to.place;
    let outcome = this.written(unit, head.opened, to, true);
    if (outcome === Outcome.again) {
      to.back(listAt);
      outcome = this.written(unit, head.opened, to, false);
    }
    if (outcome === Outcome.whole) to.phrase(END);
    else to.back(begin);
    to.release();
    return outcome === Outcome.whole;
  }

  private written(unit: number, opened: OpenUnit['opened'], to: Writer, usesStencils: boolean): Outcome {
    this.tree.begin(to, usesStencils);
    this.records.build(unit, opened, this.tree);
    return this.tree.end();
  }
}

/** A record as one line of JSON. */
export function writeJson(r: UnitRecord, raw: boolean, to: Writer): void {
  writeHead(r, to);
  to.byte(91);
  nodes(r.tree, r.sources, raw, to);
  to.phrase(END);
}

function writeHead(r: UnitHead, to: Writer): void {
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
}

function counts(numbers: readonly number[], to: Writer): void {
  for (let i = 0; i < numbers.length; i++) {
    if (i > 0) to.byte(44);
    to.count(numbers[i]!);
  }
}

function nodes(list: readonly Node[], sources: readonly Source[], raw: boolean, to: Writer): void {
  for (let i = 0; i < list.length; i++) {
    if (i > 0) to.byte(44);
    const n = list[i]!;
    writeNode(n, sources[n.source]!.data, raw, to);
    if (n.children.length > 0) {
      to.ascii(',"children":[');
      nodes(n.children, sources, raw, to);
      to.byte(93);
    }
    to.byte(125);
  }
}
