import { statSync } from 'node:fs';
import { UserError } from '../../bytes/user-error.ts';
import type { Capture } from '../capture.ts';
import { HEAD } from '../format.ts';
import { captureOf, openCapture, openDescriptor } from '../open.ts';
import { compressionOf, MAGIC } from '../uncompress.ts';
import type { Feed } from './feed.ts';
import { GrowingFile } from './growing.ts';

const LOOK_EVERY = 50;
/** Milliseconds that a pipe's writer is given to end by itself. */
const PATIENCE = 500;

/** A file that is still being written, or standard input ("-"). */
export async function startFollowing(path: string): Promise<Feed> {
  const isFile = path !== '-' && statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  return isFile ? FileFeed.open(path) : new PipeFeed(await openCapture([path]), path);
}

class PipeFeed implements Feed {
  readonly capture: Capture;
  readonly name: string;
  readonly backend = '';
  readonly dropped = Number.NaN;
  readonly failure = '';
  readonly canRestart = false;
  readonly abandoned: Promise<void>;
  isOver = false;
  private abandon: () => void = () => {};

  constructor(capture: Capture, path: string) {
    this.capture = capture;
    this.name = path === '-' ? 'standard input' : path;
    this.abandoned = new Promise((resolve) => {
      this.abandon = resolve;
    });
  }

  /** Who writes it may be ending too, and have something left. */
  async stop(): Promise<void> {
    this.isOver = true;
    await new Promise((resolve) => setTimeout(resolve, PATIENCE));
    this.abandon();
  }

  again(): Capture {
    return this.capture.again();
  }

  close(): void {
    this.capture.close();
  }
}

class FileFeed implements Feed {
  readonly capture: Capture;
  readonly name: string;
  readonly backend = '';
  readonly dropped = Number.NaN;
  readonly abandoned: Promise<void>;
  readonly canRestart = true;
  isOver = false;
  failure = '';
  private abandon: () => void = () => {};
  private readonly file: GrowingFile;
  private readonly source: { path: string; compression: readonly string[]; size: number };
  private readonly timer: NodeJS.Timeout;

  private constructor(path: string, file: GrowingFile) {
    this.name = path;
    this.file = file;
    this.source = { path, compression: [], size: file.size };
    this.capture = captureOf(file, this.source);
    this.abandoned = new Promise((resolve) => {
      this.abandon = resolve;
    });
    this.timer = setInterval(this.look, LOOK_EVERY);
  }

  /** Waits until the file has its first bytes, so that it can be told what it is. */
  static async open(path: string): Promise<Feed> {
    const file = new GrowingFile(openDescriptor(path, false).fd);
    while (file.size < HEAD) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
      file.look();
    }
    const head = new Uint8Array(MAGIC);
    file.read(0, MAGIC, head, 0);
    if (compressionOf(head) !== undefined)
      throw new UserError(`${path} is compressed, and so can't be followed: open it without --follow when it is complete`);
    return new FileFeed(path, file);
  }

  async stop(): Promise<void> {
    this.look();
    this.isOver = true;
    this.abandon();
  }

  again(): Capture {
    return this.capture.again();
  }

  close(): void {
    clearInterval(this.timer);
    this.capture.close();
  }

  private readonly look = (): void => {
    this.file.look();
    this.source.size = this.file.size;
    if (!this.file.isCut || this.isOver) return;
    this.isOver = true;
    this.failure = `${this.name} has become shorter than what was read of it; what was read stays in the list: open it again to read it anew`;
  };
}
