/** Why a signature or a tag is bad: in a word that stays the same, and in a sentence. */
export interface Cause {
  readonly cause: string;
  readonly text: string;
  /** It is what is left over, rather than what was seen to fit: what was tried is part of it. */
  readonly isOpen?: boolean;
}

/** A cause, and the way to see whether it is the one: `fits` does what a sender would have done. `bytes` is how many it has to work on. */
export interface Trial extends Cause {
  readonly bytes: number;
  fits(): boolean;
}

/** Trials of one kind. `tried` is what is said when none of them fits. */
export interface Family<S> {
  readonly tried: string;
  trials(suspect: S): Iterable<Trial>;
}

/** What was found, if anything was, and what was looked at on the way. */
export interface Outcome {
  readonly found: Cause | null;
  readonly tried: readonly string[];
}

/** The same once it is settled. */
export interface Found {
  readonly found: Cause;
  readonly tried: readonly string[];
}

/** What a second look found, or what is left to say. */
export const orElse = (first: Outcome, second: Outcome, leftover: Cause): Found =>
  second.found !== null ? { found: second.found, tried: first.tried } : { found: leftover, tried: [...first.tried, ...second.tried] };

/** What setting up a cipher or a hash costs, in bytes put through it. */
const COST_OF_TRIAL = 1024;

/** How much a run may still work: what is over is counted and not looked into. */
export class Budget {
  private bytes: number;

  constructor(bytes: number) {
    this.bytes = bytes;
  }

  get isSpent(): boolean {
    return this.bytes <= 0;
  }

  spend(bytes: number): void {
    this.bytes -= bytes + COST_OF_TRIAL;
  }
}

/** Budgets of a run: for all trials, and for those that turn each bit over, which are many. */
export interface Work {
  readonly trials: Budget;
  readonly bits: Budget;
}

/** The first trial that fits, family after family. */
export function tryAll<S>(families: readonly Family<S>[], suspect: S, budget: Budget): Outcome {
  const tried: string[] = [];
  for (const family of families) {
    let count = 0;
    for (const trial of family.trials(suspect)) {
      if (budget.isSpent) return { found: null, tried };
      budget.spend(trial.bytes);
      if (count++ === 0) tried.push(family.tried);
      if (trial.fits()) return { found: { cause: trial.cause, text: trial.text }, tried };
    }
  }
  return { found: null, tried };
}
