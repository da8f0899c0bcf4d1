import { describe, expect, test } from 'vitest';
import type { Node } from '../src/dissect/node.ts';
import { tree } from '../src/dissect/tree.ts';
import { MISSING } from '../src/net/unit.ts';
import { Parts } from '../src/smb/parts.ts';
import { Pass } from '../src/smb/pass.ts';
import { Records } from '../src/smb/records.ts';
import { type Place, place } from '../src/smb/sources.ts';
import { fileInMemory, framesInMemory } from './memory.ts';
import { contentOf, mutable, passOf, samples } from './samples.ts';
import { checkCapture, checkRecord, checkTree, mutate, Random } from './torture.ts';

// `npm run fuzz` does all of it, `npm test` a part.
const isFull = process.env.npm_lifecycle_event === 'fuzz';
const MESSAGE_MUTATIONS = isFull ? 980_000 : 19_000;
const FILE_MUTATIONS = isFull ? 20_000 : 1000;
const PREFIX_STEP = isFull ? 1 : 101;
const LONG = 3_600_000;

const share = (of: number, sample: number): number => Math.floor(of / samples.length) + (sample < of % samples.length ? 1 : 0);

/** The unit with only its first bytes: reading past them would throw. */
function shortened(whole: Place, captured: number): Place {
  const { data } = whole.sources[whole.source]!;
  const cut = { ...whole.sources[whole.source]!, data: new DataView(data.buffer, data.byteOffset, captured) };
  return { ...whole, captured, sources: whole.sources.map((s, i) => (i === whole.source ? cut : s)) };
}

describe('every prefix of every message', () => {
  test.each(samples)(
    '%s',
    async (name) => {
      const pass = await passOf(name);
      const parts = new Parts(pass);
      const { units, messages, capture } = pass;
      let prefixes = 0;
      for (let unit = 0; unit < units.count; unit++) {
        const last = messages.firstOf(unit + 1);
        const rows = Array.from({ length: last - messages.firstOf(unit) }, (_, i) => messages.firstOf(unit) + i);
        const whole = place(pass, unit, capture.at(units.frame[unit]!)!);
        for (let captured = whole.start; captured <= whole.captured; captured++) {
          const bytes = shortened(whole, captured);
          const nodes: Node[] = [];
          for (const p of parts.unit(unit, rows, bytes)) {
            const span = { data: bytes.sources[p.source]!.data, ...p };
            if (p.start > captured) continue;
            // As if the rest was not captured; then as if the message ended there.
            nodes.push(tree(p.table, span, p.facts).node);
            if (isFull || prefixes % 5 === 0) tree(p.table, { ...span, end: Math.min(p.end, captured) }, p.facts);
          }
          checkTree(nodes, bytes.sources, captured - whole.start);
          // What is cut is truncated, never malformed: the samples are in order.
          const malformed = captured < whole.start + pass.lengthOf(unit) ? malformedIn(nodes) : undefined;
          if (malformed !== undefined) throw new Error(`${malformed.extra}, with ${captured - whole.start} bytes of unit ${unit + 1}`);
          prefixes++;
        }
      }
      expect(units.count === 0 || prefixes > 100).toBe(true);
    },
    LONG,
  );
});

describe(`${isFull ? 'every prefix' : `every ${PREFIX_STEP}st prefix`} of every file`, () => {
  test.each(samples)(
    '%s',
    async (name) => {
      const content = contentOf(name);
      // What came before is the same as in the prefix before: the last units are looked at.
      for (let length = content.length; length >= 0; length -= PREFIX_STEP)
        await checkCapture(fileInMemory(content.subarray(0, length)), 3);
    },
    LONG,
  );
});

describe(`${MESSAGE_MUTATIONS} messages with bytes changed`, () => {
  test.each(samples.map((name, i) => [name, i] as const))(
    '%s',
    async (name, sample) => {
      const { pass, frames } = await mutable(name);
      const records = new Records(pass);
      const random = new Random(sample + 1);
      const places = placesOf(pass);
      if (places.length === 0) return;
      for (let round = share(MESSAGE_MUTATIONS, sample); round > 0; round--) {
        const { unit, frame, from, to } = places[random.next(places.length)]!;
        const { bytes } = frames[frame - 1]!;
        const undo = mutate(bytes, from, to, random);
        // What the pass had learned stays, as if the damage came after it; now and then it learns from the damaged frame alone.
        checkRecord(records.record(unit), round % 16 === 0);
        if (round % 16 === 1) {
          const alone = new Pass(framesInMemory([frames[frame - 1]!]).capture);
          await alone.run();
          const own = new Records(alone);
          for (let u = 0; u < alone.units.count; u++) checkRecord(own.record(u), true);
        }
        undo();
      }
    },
    LONG,
  );
});

describe(`${FILE_MUTATIONS} files with bytes changed`, () => {
  test.each(samples.map((name, i) => [name, i] as const))(
    '%s',
    async (name, sample) => {
      const content = new Uint8Array(contentOf(name));
      const random = new Random(1000 + sample);
      for (let round = share(FILE_MUTATIONS, sample); round > 0; round--) {
        const changes = Array.from({ length: 1 + random.next(3) }, () => {
          const from = random.next(content.length);
          return mutate(content, from, Math.min(content.length, from + 400), random);
        });
        await checkCapture(fileInMemory(content), isFull ? Number.POSITIVE_INFINITY : 30);
        for (const undo of changes.reverse()) undo();
      }
    },
    LONG,
  );
});

function malformedIn(nodes: readonly Node[]): Node | undefined {
  for (const n of nodes) {
    const found = n.trouble === 'malformed' ? n : malformedIn(n.children);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where the bytes of the units lie in the frames: a range of one frame each. */
function placesOf(pass: Pass): { unit: number; frame: number; from: number; to: number }[] {
  const { units, pieces, capture } = pass;
  const found: { unit: number; frame: number; from: number; to: number }[] = [];
  for (let unit = 0; unit < units.count; unit++) {
    const last = unit + 1 < units.count ? units.firstPiece[unit + 1]! : pieces.count;
    for (let piece = units.firstPiece[unit]!; piece < last; piece++) {
      const position = pieces.positions[piece]!;
      if (position === MISSING || pieces.lengths[piece] === 0) continue;
      const frame = capture.numberAt(position);
      const from = position - capture.at(frame)!.position;
      found.push({ unit, frame, from, to: from + pieces.lengths[piece]! });
    }
  }
  return found;
}
