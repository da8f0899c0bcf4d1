import { MISSING } from '../../net/unit.ts';

type Read = (position: number, length: number, into: Uint8Array, offset: number) => number;

const SLICE = 64 * 1024;
const slice = new Uint8Array(SLICE);

/**
 * Hands on bytes offset..offset+length of what lies in `count` pieces from `first` on, in slices that are good until the next one.
 * False when not all of them are in the capture.
 */
export function inSlices(
  read: Read,
  positions: Float64Array,
  lengths: Int32Array,
  first: number,
  count: number,
  offset: number,
  length: number,
  each: (slice: Uint8Array) => void,
): boolean {
  let skip = offset;
  let left = length;
  let held = 0;
  for (let i = first; i < first + count && left > 0; i++) {
    let from = Math.min(skip, lengths[i]!);
    skip -= from;
    const to = Math.min(lengths[i]!, from + left);
    if (from < to && positions[i] === MISSING) return false;
    while (from < to) {
      const n = Math.min(to - from, SLICE - held);
      if (read(positions[i]! + from, n, slice, held) < n) return false;
      held += n;
      from += n;
      left -= n;
      if (held === SLICE || left === 0) {
        each(slice.subarray(0, held));
        held = 0;
      }
    }
  }
  return left === 0;
}
