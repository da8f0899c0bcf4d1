import { fstatSync } from 'node:fs';
import { RandomFile } from '../../bytes/file.ts';

/** A file that another process writes to. */
export class GrowingFile extends RandomFile {
  /** Its writer has made it shorter than what was read of it. */
  isCut = false;

  constructor(fd: number) {
    super(fd, 0, false);
    this.look();
  }

  /** Sees how long it has become. */
  look(): void {
    if (this.closed || this.ended) return;
    const { size } = fstatSync(this.fd);
    if (size > this.size) this.grow(size - this.size);
    else if (size < this.size) {
      this.isCut = true;
      this.end();
    }
  }
}
