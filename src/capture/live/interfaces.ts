import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { delimiter, join } from 'node:path';
import { backends, hasCap } from './backends.ts';
import { environment } from './recorder.ts';
import { backendNames } from './request.ts';

/** A place where frames can be captured. */
export interface NetworkInterface {
  readonly name: string;
  readonly description: string;
  readonly addresses: readonly string[];
  /** Frames received and sent so far; null where the system does not say. */
  readonly frames: number | null;
}

export interface BackendState {
  readonly name: string;
  readonly isThere: boolean;
  /** What to do to have it; empty when it is there. */
  readonly advice: string;
}

const ANY = { name: 'any', description: 'all interfaces', addresses: [], frames: null };
/** In a line of /proc/net/dev: packets received and sent. */
const RECEIVED = 1;
const SENT = 9;

/** Where this machine can capture, and what with. */
export function listInterfaces(): NetworkInterface[] {
  return ofLinux() ?? ofDumpcap() ?? ofNode();
}

export function listBackends(): BackendState[] {
  return backendNames.map((name) => {
    const isThere = name === 'cap' ? hasCap() : isProgram(name);
    return { name, isThere, advice: isThere ? '' : backends[name].advice };
  });
}

function ofLinux(): NetworkInterface[] | undefined {
  let text: string;
  try {
    // Of the network namespace that we are in, unlike /sys/class/net.
    text = readFileSync('/proc/net/dev', 'utf8');
  } catch {
    return undefined;
  }
  const found = text
    .split('\n')
    .slice(2)
    .filter((line) => line.includes(':'))
    .map((line) => {
      const [name, ...rest] = line.trim().split(/:\s*|\s+/);
      return { ...known(name!), frames: Number(rest[RECEIVED]) + Number(rest[SENT]) };
    });
  return [...found, ANY];
}

/** Lines of `3. lo\t\tLoopback\t0\t127.0.0.1,::1\tloopback\t`. */
function ofDumpcap(): NetworkInterface[] | undefined {
  const { status, stdout } = spawnSync('dumpcap', ['-D', '-M'], { encoding: 'utf8', env: environment() });
  if (status !== 0) return undefined;
  return stdout
    .split('\n')
    .map((line) => /^\d+\. (.*)$/.exec(line)?.[1]?.split('\t'))
    .filter((columns) => columns !== undefined)
    .map(([name = '', vendor = '', friendly = '', , addresses = '']) => ({
      name,
      description: friendly || vendor,
      addresses: addresses.split(',').filter((a) => a !== ''),
      frames: null,
    }));
}

const ofNode = (): NetworkInterface[] => Object.keys(networkInterfaces()).map((name) => ({ ...known(name), frames: null }));

function known(name: string): Omit<NetworkInterface, 'frames'> {
  const addresses = networkInterfaces()[name] ?? [];
  return { name, description: addresses[0]?.internal === true ? 'loopback' : '', addresses: addresses.map((a) => a.address) };
}

function isProgram(name: string): boolean {
  return (environment().PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, process.platform === 'win32' ? `${name}.exe` : name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
