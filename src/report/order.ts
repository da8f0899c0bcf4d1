import type { Work } from './work.ts';

const RUN = 2048;
const MERGED = 16384;

/** The rows in order, equals as they were: runs are sorted, then merged in slices. `order` is negative where its first comes first. */
export function* ordered(rows: Uint32Array, order: (a: number, b: number) => number): Work<Uint32Array> {
  let from: Uint32Array = rows.slice();
  let to: Uint32Array = new Uint32Array(from.length);
  const passes = Math.max(1, Math.ceil(Math.log2(from.length / RUN)) + 1);
  for (let i = 0; i < from.length; i += RUN) {
    from.subarray(i, i + RUN).sort(order);
    yield i / from.length / passes;
  }
  for (let width = RUN, pass = 1; width < from.length; width *= 2, pass++) {
    let since = 0;
    for (let start = 0; start < from.length; start += 2 * width) {
      let left = start;
      let right = Math.min(start + width, from.length);
      const middle = right;
      const end = Math.min(start + 2 * width, from.length);
      for (let at = start; at < end; at++) {
        to[at] = right >= end || (left < middle && order(from[left]!, from[right]!) <= 0) ? from[left++]! : from[right++]!;
        if (++since % MERGED === 0) yield (pass + at / from.length) / passes;
      }
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Numbers in rising order, in place, in slices. */
export function* risen(values: Float64Array): Work<Float64Array> {
  const run = 8 * RUN;
  let from: Float64Array = values;
  let to: Float64Array = new Float64Array(values.length);
  for (let i = 0; i < from.length; i += run) {
    from.subarray(i, i + run).sort();
    yield 0;
  }
  for (let width = run; width < from.length; width *= 2) {
    let since = 0;
    for (let start = 0; start < from.length; start += 2 * width) {
      let left = start;
      let right = Math.min(start + width, from.length);
      const middle = right;
      const end = Math.min(start + 2 * width, from.length);
      for (let at = start; at < end; at++) {
        to[at] = right >= end || (left < middle && from[left]! <= from[right]!) ? from[left++]! : from[right++]!;
        if (++since % (4 * MERGED) === 0) yield 0;
      }
    }
    [from, to] = [to, from];
  }
  return from;
}
