import { FILE_SPAN } from '../../../capture/frame.ts';
import type { Conflict } from '../../../net/tcp.ts';
import type { Pass } from '../../pass.ts';

/** A conflict, and where its bytes lie in a unit. */
export interface Copy {
  readonly conflict: Conflict;
  readonly offset: number;
}

/** Bytes of units that were sent again with another content. */
export class Copies {
  readonly byUnit = new Map<number, Copy[]>();
  private readonly pass: Pass;

  constructor(pass: Pass) {
    this.pass = pass;
    const conflicts = [...pass.network.conflicts].sort((a, b) => a.kept - b.kept);
    if (conflicts.length > 0) this.place(conflicts);
  }

  /** The copies that concern bytes from..to of a unit. */
  within(unit: number, from: number, to: number): Copy[] {
    return (this.byUnit.get(unit) ?? []).filter(({ offset, conflict }) => offset < to && offset + conflict.rest > from);
  }

  /** `bytes`, which lie at `from` of their unit, as the copies have them. */
  applied(copies: readonly Copy[], bytes: Buffer, from: number): Buffer {
    const changed = Buffer.from(bytes);
    for (const { offset, conflict } of copies) {
      const at = offset - from;
      const skip = Math.max(0, -at);
      const size = Math.min(conflict.rest - skip, changed.length - at - skip);
      if (size > 0) this.pass.network.read(conflict.other + skip, size, changed, at + skip);
    }
    return changed;
  }

  /** The frame of the first copy; 0 where that is put together of several. */
  firstFrame({ conflict }: Copy): number {
    const { capture } = this.pass;
    return Math.floor(conflict.kept / FILE_SPAN) < capture.files.length ? capture.numberAt(conflict.kept) : 0;
  }

  private place(conflicts: readonly Conflict[]): void {
    const { units, pieces } = this.pass;
    for (let unit = 0; unit < units.count; unit++) {
      const last = unit + 1 < units.count ? units.firstPiece[unit + 1]! : pieces.count;
      let offset = 0;
      for (let i = units.firstPiece[unit]!; i < last; i++) {
        const start = pieces.positions[i]!;
        const end = start + pieces.lengths[i]!;
        for (let k = firstFrom(conflicts, start); k < conflicts.length && conflicts[k]!.kept < end; k++)
          this.add(unit, { conflict: conflicts[k]!, offset: offset + conflicts[k]!.kept - start });
        offset += pieces.lengths[i]!;
      }
    }
  }

  private add(unit: number, copy: Copy): void {
    const known = this.byUnit.get(unit);
    if (known === undefined) this.byUnit.set(unit, [copy]);
    else known.push(copy);
  }
}

/** Index of the first conflict whose bytes lie at `position` or behind. */
function firstFrom(conflicts: readonly Conflict[], position: number): number {
  let low = 0;
  let high = conflicts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (conflicts[middle]!.kept < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
