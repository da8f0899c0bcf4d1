const signals = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/**
 * What signals do while there is something to clean up: the first one stops in order where `stop` says how, any other exits, which cleans up.
 * The signals' own action would not.
 */
export class Interruption {
  stop: (() => void) | undefined;

  constructor() {
    for (const signal of Object.keys(signals)) process.on(signal, this.interrupt);
  }

  end(): void {
    for (const signal of Object.keys(signals)) process.off(signal, this.interrupt);
  }

  private readonly interrupt = (signal: keyof typeof signals): void => {
    const { stop } = this;
    this.stop = undefined;
    if (stop === undefined) process.exit(128 + signals[signal]);
    stop();
  };
}
