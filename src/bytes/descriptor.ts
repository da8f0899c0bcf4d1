import { writeSync } from 'node:fs';

/** Where a writer's bytes go when its buffer is full. */
export type Drain = (bytes: Uint8Array) => void;

/** The reader of our output has gone: nothing more is to be said. */
export class OutputClosed extends Error {}

/** Writes to a file descriptor, waiting where a pipe is full; throws OutputClosed when its reader has gone. */
export function toDescriptor(fd: number): Drain {
  const sleep = new Int32Array(new SharedArrayBuffer(4));
  return (bytes) => {
    for (let at = 0; at < bytes.length; ) {
      try {
        at += writeSync(fd, bytes, at, bytes.length - at);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EPIPE') throw new OutputClosed();
        if (code !== 'EAGAIN') throw error;
        Atomics.wait(sleep, 0, 0, 1);
      }
    }
  };
}
