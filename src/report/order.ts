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

/**
 * Moves numbers, in slices, until each of the places holds what it would if all were in rising order. Places rise too; between two of them are the numbers
 * between theirs.
 */
export function* settled(values: Float64Array, places: readonly number[]): Work<void> {
  let from = 0;
  for (const place of places) {
    for (let low = from, high = values.length - 1; low < high; ) {
      // Any other choice could be met with numbers for which it takes for ever.
      const pivot = values[low + Math.floor(Math.random() * (high - low + 1))]!;
      let i = low;
      let j = high;
      while (i <= j) {
        while (values[i]! < pivot) i++;
        while (values[j]! > pivot) j--;
        if (i > j) break;
        const value = values[i]!;
        values[i++] = values[j]!;
        values[j--] = value;
      }
      if (place <= j) high = j;
      else if (place >= i) low = i;
      else break;
      yield 0;
    }
    from = place;
  }
}
