import { randomUUID } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, realpathSync, renameSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../../bytes/user-error.ts';
import { GrowingFile } from './growing.ts';
import type { Request } from './request.ts';
import { RingFile } from './ring.ts';

/** Where a back-end writes to. Before keep() nothing that was there has changed. */
export interface Place {
  readonly file: GrowingFile | RingFile;
  /** The descriptor to write to; undefined when the back-end opens files of its own. */
  readonly output: number | undefined;
  /** What it makes the names of those of. */
  readonly ringPath: string;
  /** The capture has begun. */
  keep(): void;
  /** Removes what is not to be kept. */
  remove(): void;
}

/** Makes the place that a request asks for, readable for its owner alone. */
export function placeFor({ ring, path }: Request): Place {
  if (ring !== undefined) return path === undefined ? temporaryRing(ring.files) : keptRing(path, ring.files);
  return path === undefined ? temporaryFile() : keptFile(path);
}

/** A file without a name: however the process ends, nothing is left of it. */
function temporaryFile(): Place {
  const path = join(tmpdir(), `smbscope-${randomUUID()}`);
  const fd = create(path, `cannot create a temporary file in ${tmpdir()}: set TMPDIR to a folder with room for the capture`);
  unlinkSync(path);
  return { file: new GrowingFile(fd), output: fd, ringPath: '', keep: () => {}, remove: () => {} };
}

/** The file takes its name, and the place of one that has it, only when the capture has begun. */
function keptFile(path: string): Place {
  const target = regular(path);
  const part = join(dirname(target), `.${basename(target)}.${randomUUID()}`);
  const fd = create(part, cannotWrite(path));
  let isKept = false;
  const remove = (): void => {
    if (!isKept) rmSync(part, { force: true });
  };
  process.once('exit', remove);
  const keep = (): void => {
    renameSync(part, target);
    isKept = true;
    process.off('exit', remove);
  };
  return {
    file: new GrowingFile(fd),
    output: fd,
    ringPath: '',
    keep,
    remove: () => {
      remove();
      process.off('exit', remove);
    },
  };
}

function temporaryRing(files: number): Place {
  let folder: string;
  try {
    folder = mkdtempSync(join(tmpdir(), 'smbscope-'));
  } catch {
    throw new UserError(`cannot create a folder in ${tmpdir()}: set TMPDIR to a folder with room for the capture`);
  }
  const erase = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', erase);
  const ringPath = join(folder, 'ring.pcapng');
  const remove = (): void => {
    erase();
    process.off('exit', erase);
  };
  return { file: new RingFile(ringPath, files), output: undefined, ringPath, keep: () => {}, remove };
}

function keptRing(path: string, files: number): Place {
  const ringPath = resolve(path);
  try {
    return { file: new RingFile(ringPath, files), output: undefined, ringPath, keep: () => {}, remove: () => {} };
  } catch {
    throw new UserError(cannotWrite(path));
  }
}

const cannotWrite = (path: string): string => `${path} cannot be written: name a file in a folder that you may write to`;

function create(path: string, otherwise: string): number {
  try {
    return openSync(path, 'wx+', 0o600);
  } catch {
    throw new UserError(otherwise);
  }
}

/** Where a path leads; only an ordinary file may be replaced. */
function regular(path: string): string {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return resolve(path);
  if (!status.isFile()) throw new UserError(`${path} is no file: -w names the file that keeps the capture`);
  try {
    closeSync(openSync(path, 'r+'));
    return realpathSync(path);
  } catch {
    throw new UserError(cannotWrite(path));
  }
}
