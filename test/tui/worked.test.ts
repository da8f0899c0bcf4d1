import { expect, test } from 'vitest';
import { Jobs, Worked } from '../../src/tui/worked.ts';

/** Work of so many slices; `done` is told each. */
function* slices(count: number, done: (slice: number) => void) {
  for (let slice = 1; slice <= count; slice++) {
    done(slice);
    yield slice / count;
  }
  return count;
}

test('what the screen asked for last goes first, and is named', () => {
  const jobs = new Jobs();
  const order: string[] = [];
  const make = (name: string) => () => slices(2, (slice) => order.push(`${name} ${slice}`));
  const [one, two] = [new Worked<number>(jobs, 'one'), new Worked<number>(jobs, 'two')];
  one.ask('all', 'whole', make('one'));
  two.ask('all', 'whole', make('two'));
  expect(jobs.activity).toBe('two 0 %');
  one.ask('all', 'whole', make('one'));
  expect(jobs.activity).toBe('one 0 %');
  jobs.finish();
  expect(order).toEqual(['one 1', 'one 2', 'two 1', 'two 2']);
  expect([one.value, two.value]).toEqual([2, 2]);
});
