import type { Writer } from '../bytes/writer.ts';
import type { Direction } from '../dissect/sink.ts';
import { claim, type Span } from '../dissect/tree.ts';
import type { Draft } from './json-draft.ts';
import type { OutlineRow } from './json-outline.ts';
import type { Masks, Told, Value } from './json-slots.ts';

/** A place in a text: so far behind the end of a value, or from the beginning for -1. */
interface Anchor {
  readonly value: number;
  readonly distance: number;
}

/** A row, by places in the text. */
interface AnchoredRow {
  readonly begin: Anchor;
  readonly end: Anchor;
  readonly row: OutlineRow;
}

/**
 * The text of a structure's rows with its values cut out. It serves where the bytes that decide which rows there are, and where, are the same, and what
 * conditions ask of the facts: then only the values are written anew.
 */
export class Stencil {
  private readonly start: number;
  private readonly length: number;
  private readonly message: number;
  private readonly source: number;
  /** Words that decide: where they lie, and which of their bits do. */
  private readonly places: Int32Array;
  private readonly masks: Int32Array;
  private readonly words: Int32Array;
  private readonly asked: readonly (readonly [name: string, answer: unknown])[];
  /** What is known of what is worked out: which facts are there, of those that were asked for. */
  private readonly present: Masks;
  private readonly wanted: Masks;
  /** What was written by it last, with room for more. */
  private text: Uint8Array;
  private view: DataView;
  private size: number;
  /** The same without that room; null when it has become longer or shorter. */
  private whole: Uint8Array | null = null;
  private readonly values: readonly Value[];
  private readonly claims: readonly number[];
  private readonly rows: readonly AnchoredRow[];
  /** How often it has served. */
  uses = 0;

  /** `text` is the draft's; `rows` of the outline stand by places from its beginning on, and by depths below what the structure stands in. */
  constructor(d: Draft, text: Uint8Array, rows: readonly OutlineRow[]) {
    const { start, end, message, source, data } = d.span;
    this.start = start;
    this.length = d.isOfBytes ? end - start : 0;
    this.message = message;
    this.source = source;
    const free = d.freeBytes();
    const values = d.values.filter(
      (v) => v.phrases === null || free.subarray(v.spot.offset - start, v.spot.offset - start + v.spot.size).includes(1),
    );
    this.values = values;
    this.size = text.length;
    this.text = text.slice();
    this.view = new DataView(this.text.buffer);
    const places: number[] = [];
    const masks: number[] = [];
    for (let at = 0; at < this.length; at += 4) {
      const place = Math.min(at, this.length - 4);
      let mask = 0;
      for (let i = 0; i < 4; i++) if (free[place + i] === 0) mask |= 0xff << (24 - 8 * i);
      if (mask === 0) continue;
      places.push(start + place);
      masks.push(mask);
    }
    this.places = Int32Array.from(places);
    this.masks = Int32Array.from(masks);
    this.words = this.places.map((place, i) => data.getInt32(place) & masks[i]!);
    this.asked = [...d.asked];
    this.rows = rows.map((row) => ({ begin: this.anchor(row.begin), end: this.anchor(row.end), row }));
    this.present = d.present;
    this.wanted = d.wanted;
    this.claims = d.claims;
  }

  private anchor(place: number): Anchor {
    const value = this.values.findLastIndex(({ to }) => to <= place);
    return { value, distance: place - (value < 0 ? 0 : this.values[value]!.to) };
  }

  private placeOf({ value, distance }: Anchor): number {
    return distance + (value < 0 ? 0 : this.values[value]!.to);
  }

  /** The rows as written last, from a place on and so deep. */
  rowsAt(begin: number, depth: number): OutlineRow[] {
    return this.rows.map(({ begin: from, end, row }) => ({
      ...row,
      depth: depth + row.depth,
      begin: begin + this.placeOf(from),
      end: begin + this.placeOf(end),
    }));
  }

  /** Whether a walk would come by the same rows. */
  fits({ start, end, message, source, data }: Span, facts: Direction, present: Masks): boolean {
    if (start !== this.start || message !== this.message || source !== this.source) return false;
    if (this.length > 0 && end - start !== this.length) return false;
    const { places, asked, wanted } = this;
    if ((present.low & wanted.low) !== this.present.low || (present.high & wanted.high) !== this.present.high) return false;
    for (let i = 0; i < places.length; i++) if ((data.getInt32(places[i]!) & this.masks[i]!) !== this.words[i]) return false;
    for (let i = 0; i < asked.length; i++) if (facts[asked[i]![0] as keyof Direction] !== asked[i]![1]) return false;
    return true;
  }

  /**
   * Writes the rows, and adds what they claim; `scratch` takes one value after the other. False where a value needs more than a stencil has: then nothing is
   * written, and it is of no use any more.
   */
  write(data: DataView, told: readonly Told[], claims: number[], scratch: Writer, to: Writer): boolean {
    const { values } = this;
    let shift = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      value.from += shift;
      value.to += shift;
      if (!value.isOther(data, told)) continue;
      scratch.back(0);
      if (!value.write(data, scratch)) return false;
      const change = scratch.place - (value.to - value.from);
      if (change !== 0) {
        this.move(value.to, change);
        value.to += change;
        shift += change;
      }
      scratch.copyTo(this.view, value.from);
    }
    to.bytes((this.whole ??= this.text.subarray(0, this.size)));
    this.uses++;
    for (let i = 0; i < this.claims.length; i += 2) claim(claims, this.claims[i]!, this.claims[i + 1]!);
    return true;
  }

  /** Moves what stands behind a place. */
  private move(place: number, change: number): void {
    if (this.size + change > this.text.length) {
      const larger = new Uint8Array(2 * (this.size + change));
      larger.set(this.text);
      this.text = larger;
      this.view = new DataView(larger.buffer);
    }
    this.text.copyWithin(place + change, place, this.size);
    this.size += change;
    this.whole = null;
  }
}
