/** Milliseconds between frames: sixty a second. */
const FRAME = 16;

/** Draws when something asked for it, at most once a frame; what happened in between is drawn together. */
export class Frames {
  private readonly draw: () => void;
  private timer: NodeJS.Timeout | undefined;
  private immediate: NodeJS.Immediate | undefined;
  private last = 0;
  private isOver = false;

  constructor(draw: () => void) {
    this.draw = draw;
  }

  readonly ask = (): void => {
    if (this.isOver || this.timer !== undefined || this.immediate !== undefined) return;
    const wait = this.last + FRAME - performance.now();
    if (wait <= 0) this.immediate = setImmediate(this.now);
    else this.timer = setTimeout(this.now, wait);
  };

  readonly now = (): void => {
    this.cancel();
    this.draw();
    this.last = performance.now();
  };

  /** Nothing is drawn from now on. */
  stop(): void {
    this.isOver = true;
    this.cancel();
  }

  private cancel(): void {
    clearTimeout(this.timer);
    clearImmediate(this.immediate);
    this.timer = this.immediate = undefined;
  }
}
