import type { Work } from '../report/work.ts';

interface Job {
  readonly what: string;
  readonly work: Work<unknown>;
  readonly done: (value: unknown) => void;
  progress: number;
  /** When it was asked for last: the latest goes on first. */
  asked: number;
}

/** What is being worked out between frames, one after the other: what the screen asked for last goes first. */
export class Jobs {
  private readonly running = new Set<Job>();
  private clock = 0;

  start<T>(what: string, work: Work<T>, done: (value: T) => void): Job {
    const job: Job = { what, work, done: done as (value: unknown) => void, progress: 0, asked: ++this.clock };
    this.running.add(job);
    return job;
  }

  /** It is wanted on the screen. */
  want(job: Job): void {
    job.asked = ++this.clock;
  }

  private get first(): Job | undefined {
    let first: Job | undefined;
    for (const job of this.running) if (first === undefined || job.asked > first.asked) first = job;
    return first;
  }

  /** Goes on with what is being done for the user in place of another. */
  adopt(other: Jobs, what: string): void {
    for (const job of other.running) if (job.what === what) this.running.add(job);
  }

  /** Nothing is finished any more. */
  abandon(): void {
    for (const { work } of this.running) work.return(undefined);
    this.running.clear();
  }

  stop(job: Job): void {
    this.running.delete(job);
  }

  get isIdle(): boolean {
    return this.running.size === 0;
  }

  /** What is under way, for the status line; empty for nothing. */
  get activity(): string {
    const { first } = this;
    return first === undefined ? '' : `${first.what} ${Math.floor(100 * first.progress)} %`;
  }

  /** Goes on for about so many milliseconds. */
  run(milliseconds: number): void {
    const end = performance.now() + milliseconds;
    for (let job = this.first; job !== undefined && performance.now() < end; job = this.first) {
      const { done, value } = job.work.next();
      if (done === true) {
        this.running.delete(job);
        job.done(value);
      } else job.progress = value;
    }
  }

  /** Everything at once: for tests, and for what is small. */
  finish(): void {
    while (this.running.size > 0) this.run(Number.POSITIVE_INFINITY);
  }
}

/** A value that takes time: what it is worked out of has a key, and of a growing capture a generation. */
export class Worked<T> {
  value: T | undefined;
  /** Counts the values that there were. */
  version = 0;
  private key = '';
  private generation = '';
  private job: Job | undefined;
  private readonly jobs: Jobs;
  private readonly what: string;

  constructor(jobs: Jobs, what: string) {
    this.jobs = jobs;
    this.what = what;
  }

  get isUnderWay(): boolean {
    return this.job !== undefined;
  }

  /** What is under way is not wanted any more. */
  leave(): void {
    if (this.job !== undefined) this.jobs.stop(this.job);
    this.job = undefined;
    this.key = '';
  }

  /** The value for a key; while it is worked out undefined, or that of the generation before. */
  ask(key: string, generation: string, make: () => Work<T>): T | undefined {
    const isOther = key !== this.key;
    if (isOther || (generation !== this.generation && this.job === undefined)) {
      if (this.job !== undefined) this.jobs.stop(this.job);
      if (isOther) this.value = undefined;
      this.key = key;
      this.generation = generation;
      this.job = this.jobs.start(this.what, make(), (value) => {
        this.job = undefined;
        this.value = value;
        this.version++;
      });
    }
    if (this.job !== undefined) this.jobs.want(this.job);
    return this.value;
  }
}
