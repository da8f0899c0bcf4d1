import { Writer } from '../bytes/writer.ts';
import type { Direction } from '../dissect/sink.ts';
import type { Struct } from '../dissect/struct.ts';
import type { Span } from '../dissect/tree.ts';
import { Draft, isWorkedOut } from './json-draft.ts';
import type { OutlineRow } from './json-outline.ts';
import { Knowledge } from './json-slots.ts';
import { Stencil } from './json-stencil.ts';

/** Longer structures are seldom met twice. */
const MAX_LENGTH = 4096;
const MAX_TEXT = 1 << 16;

const MOST = 48;
/** Stencils of a structure that are made before any has served, and how often one has to serve for each after that. */
const TRIES = 16;
const WORTH = 8;

/** Of a structure. */
class Own {
  readonly stencils: Stencil[] = [];
  readonly known = new Knowledge();
  made = 0;
  used = 0;
}

/** The stencils of all structures, those that served last first. */
export class Stencils {
  private readonly all: (Own | undefined)[] = [];
  private readonly scratch = new Writer();

  /** Writes the rows of a structure by one that fits, and returns that; null, and nothing is written, where there is none. */
  write(s: Struct, span: Span, facts: Direction, claims: number[], to: Writer): Stencil | null {
    const own = this.all[s.serial];
    if (own === undefined || own.stencils.length === 0 || span.captured < span.end) return null;
    const { stencils, known } = own;
    known.learn(facts);
    for (let i = 0; i < stencils.length; i++) {
      const found = stencils[i]!;
      if (!found.fits(span, facts, known.present)) continue;
      if (i > 0) {
        stencils.copyWithin(1, 0, i);
        stencils[0] = found;
      }
      if (found.write(span.data, known.values, claims, this.scratch, to)) {
        own.used++;
        return found;
      }
      stencils.splice(stencils.indexOf(found), 1);
      return null;
    }
    return null;
  }

  /** For a structure of which there is none; null where none is to be expected. */
  draft(s: Struct, span: Span, facts: Direction, begin: number): Draft | null {
    const { start, end, captured } = span;
    if (captured < end || s.asn1 !== null || s.engine !== null) return null;
    if (!isWorkedOut(s) && (end - start < 4 || end - start > MAX_LENGTH)) return null;
    while (this.all.length <= s.serial) this.all.push(undefined);
    const own = (this.all[s.serial] ??= new Own());
    if (own.made >= TRIES + own.used / WORTH) return null;
    own.made++;
    return new Draft(s, span, facts, own.known, begin);
  }

  /** A draft has been walked, and written to the end: `rows` are those of the outline for it, `depth` how deep the first of them lie. */
  keep(s: Struct, draft: Draft, to: Writer, rows: readonly OutlineRow[], depth: number): void {
    const { begin } = draft;
    const text = to.written(begin);
    if (!draft.isComplete || text.length > MAX_TEXT) return;
    const own = rows.map((row) => ({ ...row, begin: row.begin - begin, end: row.end - begin, depth: row.depth - depth }));
    const { stencils } = this.all[s.serial]!;
    stencils.unshift(new Stencil(draft, text, own));
    if (stencils.length > MOST) stencils.pop();
  }
}
