import { RandomFile } from '../src/bytes/file.ts';
import type { Capture } from '../src/capture/capture.ts';
import { Findings } from '../src/capture/findings.ts';
import { FILE_SPAN, Frame } from '../src/capture/frame.ts';
import { SingleCapture } from '../src/capture/single.ts';

class MemoryFile extends RandomFile {
  readonly #content: Uint8Array;

  constructor(content: Uint8Array) {
    super(-1, content.length, true);
    this.#content = content;
  }

  override read(position: number, length: number, into: Uint8Array, offset: number): number {
    const part = this.#content.subarray(position, position + length);
    into.set(part, offset);
    return part.length;
  }

  override close(): void {
    this.closed = true;
  }
}

/** A capture file that lies in memory, through the same readers as one on disk. */
export function fileInMemory(content: Uint8Array): Capture {
  const source = { path: 'memory', compression: [], size: content.length };
  return new SingleCapture(new MemoryFile(content), 0, new Findings(), source, 1 << 16);
}

export interface MemoryFrame {
  bytes: Uint8Array;
  /** Bytes on the wire, where more than were captured. */
  readonly original?: number;
  /** Ethernet when not given. */
  readonly linkType?: number;
  readonly seconds?: number;
  readonly nanoseconds?: number;
}

/** Frames as a capture, without a file format around them. A frame's bytes may be changed, or cut, at any time. */
export function framesInMemory(given: readonly MemoryFrame[]): { capture: Capture; frames: MemoryFrame[] } {
  // Not Buffers, whose slices share their memory.
  const frames = given.map((f) => ({ ...f, bytes: new Uint8Array(f.bytes) }));
  const positions: number[] = [];
  let end = 0;
  for (const f of frames) {
    positions.push(end);
    end += f.bytes.length;
  }
  const current = new Frame();
  const found = new Frame();
  const fill = (frame: Frame, number: number): Frame => {
    const { bytes, original, linkType = 1, seconds = number, nanoseconds = 0 } = frames[number - 1]!;
    frame.bytes = bytes;
    frame.data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    frame.start = 0;
    frame.captured = bytes.length;
    frame.original = original ?? bytes.length;
    frame.seconds = seconds;
    frame.nanoseconds = nanoseconds;
    frame.linkType = linkType;
    frame.interface = 0;
    frame.position = positions[number - 1]!;
    frame.number = number;
    return frame;
  };
  const numberAt = (position: number): number => {
    let number = positions.length;
    while (number > 1 && positions[number - 1]! > position % FILE_SPAN) number--;
    return number;
  };
  const file = {
    path: 'memory',
    format: 'memory',
    variant: '',
    compression: [],
    size: end,
    frames: frames.length,
    hardware: '',
    os: '',
    application: '',
    secrets: [],
  };
  const capture: Capture = {
    files: [file],
    interfaces: [
      {
        file: 0,
        linkType: 1,
        snapLength: 0,
        name: '',
        description: '',
        filter: '',
        os: '',
        ticksPerSecond: 1e9,
        frames: frames.length,
        received: 0,
        dropped: 0,
      },
    ],
    damage: [],
    damageCount: 0,
    names: new Map(),
    comments: [],
    get frameCount() {
      return current.number;
    },
    frame: current,
    next: () => current.number < frames.length && fill(current, current.number + 1) === current,
    more: async () => false,
    progress: { done: end, total: end },
    at: (number) => (number >= 1 && number <= frames.length ? fill(found, number) : undefined),
    numberAt,
    read: (position, length, into, offset) => {
      let done = 0;
      while (done < length) {
        const number = numberAt(position + done);
        const within = position + done - positions[number - 1]!;
        const part = frames[number - 1]!.bytes.subarray(within, within + length - done);
        if (part.length === 0) break;
        into.set(part, offset + done);
        done += part.length;
      }
      return done;
    },
    again: () => framesInMemory(frames).capture,
    close: () => {},
  };
  return { capture, frames };
}
