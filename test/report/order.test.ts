import { expect, test } from 'vitest';
import { settled } from '../../src/report/order.ts';
import { finish } from '../../src/report/work.ts';

test('numbers at their places, as if all had been put in order', () => {
  let seed = 1;
  const random = (): number => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) / 2 ** 32;
  for (let n = 1; n < 400; n += 7)
    for (const kinds of [1, 2, 5, 1e9]) {
      const values = Float64Array.from({ length: n }, () => Math.floor(random() * kinds) - 1);
      const places = [0.5, 0.95, 0.99].map((share) => Math.ceil(share * n) - 1);
      const sorted = values.slice().sort();
      finish(settled(values, places));
      expect(places.map((place) => values[place])).toEqual(places.map((place) => sorted[place]));
      expect(values.sort()).toEqual(sorted);
    }
});

test('none, and numbers that rise or fall already', () => {
  finish(settled(new Float64Array(0), [-1, -1, -1]));
  for (const way of [1, -1]) {
    const values = Float64Array.from({ length: 1000 }, (_, i) => way * i);
    finish(settled(values, [499, 949, 989]));
    expect([499, 949, 989].map((place) => values[place])).toEqual(way > 0 ? [499, 949, 989] : [-500, -50, -10]);
  }
});
