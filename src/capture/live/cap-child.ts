import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PcapngFile } from './pcapng-file.ts';

/** What is used of the package cap. */
interface Cap {
  open(device: string, filter: string, bufferSize: number, buffer: Buffer): string;
  on(event: 'packet', listener: (length: number) => void): void;
  close(): void;
}

const BUFFER = 2 ** 26;
/** cap asks for no more of a frame. */
const SNAP_LENGTH = 65_535;
const LINK_TYPES: Readonly<Record<string, number>> = {
  NULL: 0,
  ETHERNET: 1,
  PPP: 9,
  RAW: 101,
  IEEE802_11_RADIO: 127,
  LINKTYPE_LINUX_SLL: 113,
};
const ETHERNET = 14;
const ETHERTYPE_IPV4 = 0x0800;

/** A process of its own, because cap holds up its process while frames keep coming: captures to standard output until it is told to end. */
function main([device = '', filter = '', frames = '0']: readonly string[]): void {
  const { Cap } = createRequire(import.meta.url)('cap') as { Cap: new () => Cap };
  const cap = new Cap();
  const buffer = Buffer.alloc(SNAP_LENGTH);
  const file = new PcapngFile((bytes) => {
    for (let done = 0; done < bytes.length; ) done += writeSync(1, bytes, done);
  });
  const linkType = cap.open(device, filter, BUFFER, buffer);
  const known = LINK_TYPES[linkType];
  if (known === undefined) throw new Error(`the link type ${linkType} is not known`);
  file.section('smbscope, with cap');
  file.interface(known, SNAP_LENGTH, device, filter, "times are the capturing process's, not the kernel's; dropped frames are not counted");
  file.flush();

  const most = Number(frames) || Number.POSITIVE_INFINITY;
  let count = 0;
  let isFlushing = false;
  const end = (): void => {
    cap.close();
    file.flush();
    process.stderr.write(`${count} frames captured\n`);
    process.exit(0);
  };
  const flush = (): void => {
    isFlushing = false;
    if (count >= most) end();
    else file.flush();
  };
  cap.on('packet', (length) => {
    if (count >= most) return;
    count++;
    const now = Math.floor(1000 * (performance.timeOrigin + performance.now()));
    file.packet(now, buffer.subarray(0, length), originalOf(buffer, length, known));
    if (!isFlushing) setImmediate(flush);
    isFlushing = true;
  });
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  process.stdin.on('end', end).on('error', end).resume();
}

/** What a frame had on the wire; cap does not say, but one that fills the buffer was probably longer. */
function originalOf(buffer: Buffer, length: number, linkType: number): number {
  if (length < SNAP_LENGTH || linkType !== LINK_TYPES.ETHERNET || buffer.readUInt16BE(12) !== ETHERTYPE_IPV4) return length;
  return Math.max(length, ETHERNET + buffer.readUInt16BE(16));
}

try {
  main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`cap: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
