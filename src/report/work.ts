/** What is worked out over many rows in slices: it yields the share that is done, 0 to 1, every millisecond or so. */
export type Work<T> = Generator<number, T, void>;

/** All of it at once. */
export function finish<T>(work: Work<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/** Milliseconds after which a slice is long enough. */
const LONG = 1;

/** Asks whether it is time to yield, for work whose steps differ; the clock is looked at every so many calls. */
export function timer(every = 1): () => boolean {
  let calls = 0;
  let since = performance.now();
  return () => {
    if (++calls % every !== 0) return false;
    const now = performance.now();
    if (now - since < LONG) return false;
    since = now;
    return true;
  };
}
