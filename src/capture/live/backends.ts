import { createRequire } from 'node:module';
import { totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { BackendName, Request } from './request.ts';

/** A program that captures. It writes to standard output, which is the capture's file, or to the files of a ring. */
export interface Backend {
  readonly name: BackendName;
  readonly hasRing: boolean;
  /** The program and its arguments; none goes through a shell. */
  command(request: Request, ringPath: string): readonly [program: string, ...args: string[]];
  /** What to do to have it. */
  readonly advice: string;
  /** Frames that the kernel had no room for, of the lines that it prints; the last match counts. */
  readonly dropped: RegExp | undefined;
  /** The signal that makes it print them while it goes on. */
  readonly reportSignal?: NodeJS.Signals;
}

/**
 * MiB of the kernel's for what arrives while the back-end is not running: a thirty-second of the memory. With 64 a transfer between two processes of a
 * busy machine with two processors lost frames now and then, with 256 never.
 */
const BUFFER = Math.max(16, Math.min(256, Math.floor(totalmem() / 2 ** 25)));
/** As dumpcap has it by itself: the longest that libpcap captures. */
const SNAP_LENGTH = '262144';

const dumpcap: Backend = {
  name: 'dumpcap',
  hasRing: true,
  advice: 'install dumpcap (Debian: wireshark-common)',
  // Which files of a ring stay is for RingFile to say. Its counting of packets on standard error is what ends it when nobody is there any more to read that.
  command: ({ interface: name, filter, frames, ring }, ringPath) => [
    'dumpcap',
    '-i',
    name,
    ...(filter === '' ? [] : ['-f', filter]),
    '-B',
    String(BUFFER),
    ...(frames === 0 ? [] : ['-c', String(frames)]),
    ...(ring === undefined ? ['-w', '-'] : ['-w', ringPath, '-b', `filesize:${ring.kilobytes}`]),
  ],
  dropped: /Packets received\/dropped on interface .*: \d+\/(\d+)/g,
};

const tcpdump: Backend = {
  name: 'tcpdump',
  hasRing: false,
  advice: 'install tcpdump',
  command: ({ interface: name, filter, frames }) => [
    'tcpdump',
    '-v',
    '-U',
    '-i',
    name,
    '-s',
    SNAP_LENGTH,
    '-B',
    String(1024 * BUFFER),
    '--time-stamp-precision=nano',
    ...(frames === 0 ? [] : ['-c', String(frames)]),
    '-w',
    '-',
    '--',
    ...(filter === '' ? [] : [filter]),
  ],
  dropped: /(\d+) packets? dropped by kernel/g,
  ...(process.platform === 'linux' ? { reportSignal: 'SIGUSR1' } : {}),
};

const cap: Backend = {
  name: 'cap',
  hasRing: false,
  advice: 'install the headers of libpcap (Debian: libpcap-dev) and a C++ compiler, then npm install cap',
  command: ({ interface: name, filter, frames }) => [
    process.execPath,
    fileURLToPath(new URL('./cap-child.js', import.meta.url)),
    name,
    filter,
    String(frames),
  ],
  dropped: undefined,
};

export const backends: Readonly<Record<BackendName, Backend>> = { dumpcap, tcpdump, cap };

/** Whether the optional package is there. */
export function hasCap(): boolean {
  try {
    createRequire(import.meta.url).resolve('cap');
    return true;
  } catch {
    return false;
  }
}
