import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { OutputClosed, toDescriptor, Writer } from '../bytes/writer.ts';

/** Smaller captures are through before another thread is ready. */
const WORTH = 8 << 20;
/** Units that a thread takes at a time, and room for what they become. */
const BLOCK = 64;
const ROOM = 4 << 20;

/** Words that the threads share: the next block to take, the one whose turn it is to be written, and whether one has given up. */
const NEXT = 0;
const TURN = 1;
const STOP = 2;
const Stop = { none: 0, closed: 1, failed: 2 } as const;

/**
 * Threads that run the same command line, each over the whole capture, share its units and write to standard output in turns:
 * the output is that of one. Whatever is said on standard error, and the exit code, are the main thread's.
 */
export class Turns {
  readonly isMain = isMainThread;
  private readonly shared: Int32Array;
  private readonly workers: readonly Worker[];

  private constructor(shared: Int32Array, workers: readonly Worker[]) {
    this.shared = shared;
    this.workers = workers;
  }

  /** Null where there is nothing to share: one job, what can be read but once, or little to read. In another thread, what its main thread shares. */
  static among(jobs: number, paths: readonly string[]): Turns | null {
    if (!isMainThread) return workerData instanceof Int32Array ? new Turns(workerData, []) : null;
    const program = fileURLToPath(new URL('smbscope.js', import.meta.url));
    if (jobs < 2 || !existsSync(program) || !paths.every((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true))
      return null;
    if (paths.reduce((sum, path) => sum + statSync(path).size, 0) < WORTH) return null;
    const shared = new Int32Array(new SharedArrayBuffer(12));
    const workers = Array.from(
      { length: jobs - 1 },
      () => new Worker(program, { argv: process.argv.slice(2), workerData: shared, stdout: true, stderr: true }),
    );
    return new Turns(shared, workers);
  }

  /** Calls `write` for each of so many units, in one thread or another. Throws, in all of them, when one could not. */
  share(units: number, write: (unit: number, to: Writer) => void): void {
    const { shared } = this;
    const output = toDescriptor(1);
    let block = 0;
    const to = new Writer((bytes) => {
      this.wait(block);
      output(bytes);
    }, ROOM);
    try {
      for (block = Atomics.add(shared, NEXT, 1); block * BLOCK < units; block = Atomics.add(shared, NEXT, 1)) {
        const end = Math.min(units, (block + 1) * BLOCK);
        for (let unit = block * BLOCK; unit < end; unit++) write(unit, to);
        to.flush();
        this.wait(block);
        Atomics.store(shared, TURN, block + 1);
        Atomics.notify(shared, TURN);
      }
      if (this.isMain) this.wait(Math.ceil(units / BLOCK));
    } catch (error) {
      this.stop(error instanceof OutputClosed ? Stop.closed : Stop.failed);
      throw error;
    }
  }

  /** Ends the other threads, whatever they are at. */
  end(): void {
    for (const worker of this.workers) void worker.terminate();
  }

  private wait(block: number): void {
    const { shared } = this;
    for (let turn = Atomics.load(shared, TURN); turn !== block; turn = Atomics.load(shared, TURN)) {
      const stop = Atomics.load(shared, STOP);
      if (stop === Stop.closed) throw new OutputClosed();
      if (stop === Stop.failed) throw new Error('another thread could not go on');
      Atomics.wait(shared, TURN, turn, 100);
    }
  }

  private stop(why: number): void {
    Atomics.store(this.shared, STOP, why);
    Atomics.notify(this.shared, TURN);
  }
}
