import type { RandomFile } from '../bytes/file.ts';
import { BlockContents } from './blocks.ts';
import type { CaptureFile } from './capture.ts';
import type { Chunk } from './chunk.ts';
import type { Cursor } from './cursor.ts';
import type { Findings } from './findings.ts';
import { PCAP_HEADER, PcapCursor, readPcapLayout } from './pcap.ts';
import { PcapngCursor, readPcapngOrder } from './pcapng.ts';

/** Enough bytes to tell the formats apart. */
export const HEAD = PCAP_HEADER;

/** What is known of a file before it is read. */
export type Source = Pick<CaptureFile, 'path' | 'compression' | 'size'>;

export interface Format {
  readonly info: CaptureFile;
  readonly comments: readonly { readonly frame: number; readonly text: string }[];
  /** The first cursor collects what the file says besides its frames. */
  readonly cursor: (chunk: Chunk, isFirst: boolean) => Cursor;
}

/** Tells by its first bytes what a file is. They must be there, or the file must have ended. */
export function recognise(file: RandomFile, index: number, findings: Findings, source: Source): Format {
  const head = new Uint8Array(HEAD);
  const length = file.read(0, Math.min(HEAD, file.size), head, 0);
  // The source's own object: the size of a pipe goes on growing there.
  const describe = (format: string | null, variant: string): CaptureFile =>
    Object.assign(source, { format, variant, frames: 0, hardware: '', os: '', application: '', secrets: [] });

  const order = readPcapngOrder(head.subarray(0, length));
  if (order) {
    const info = describe('pcapng', `${order}-endian`);
    const blocks = new BlockContents(index, order === 'little', findings, info);
    return { info, comments: blocks.comments, cursor: (chunk, isFirst) => new PcapngCursor(chunk, blocks, isFirst) };
  }

  const layout = readPcapLayout(head.subarray(0, length));
  if (layout && length === PCAP_HEADER) {
    const { linkType, snapLength, fractions, variant } = layout;
    const skips = new Map<number, number>();
    const texts = { name: '', description: '', filter: '', os: '' };
    const counts = { frames: 0, received: Number.NaN, dropped: Number.NaN };
    const from = findings.interfaces.push({ file: index, linkType, snapLength, ...texts, ticksPerSecond: fractions, ...counts }) - 1;
    return {
      info: describe('pcap', variant),
      comments: [],
      cursor: (chunk, isFirst) => new PcapCursor(chunk, layout, index, from, isFirst ? findings : undefined, skips),
    };
  }

  const cursor = () => new NoCursor();
  if (layout) {
    findings.say(index, 0, 'cut', `the file ends ${length} bytes into its header`);
    return { info: describe('pcap', layout.variant), comments: [], cursor };
  }
  findings.say(index, 0, 'foreign', length === 0 ? 'the file is empty' : 'the file is no capture: neither pcap nor pcapng');
  return { info: describe(null, ''), comments: [], cursor };
}

/** Of a file without frames. */
class NoCursor implements Cursor {
  readonly finished = true;
  readonly record = Number.NaN;
  readonly position = 0;

  next(): boolean {
    return false;
  }

  seek(): void {}
}
