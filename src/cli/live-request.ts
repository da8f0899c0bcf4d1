import { extname } from 'node:path';
import { UserError } from '../bytes/user-error.ts';
import type { BackendName, Request, RingSize } from '../capture/live/request.ts';

/** As the command line has them. */
export interface RequestOptions {
  readonly f?: string;
  readonly w?: string;
  readonly c?: number;
  readonly a?: readonly string[];
  readonly b?: readonly string[];
  readonly backend?: BackendName;
}

/** What the options of smbscope live ask for. */
export function parseRequest(name: string, options: RequestOptions): Request {
  if (options.w === '-' || options.w === '') throw new UserError('-w takes the name of a file: standard output is for the lines');
  return {
    interface: name,
    filter: options.f ?? '',
    frames: options.c ?? 0,
    seconds: conditions('-a', options.a, ['duration']).duration ?? 0,
    ring: ringOf(options),
    path: options.w,
    backend: options.backend,
  };
}

function ringOf({ b, backend }: RequestOptions): RingSize | undefined {
  if (b === undefined) return undefined;
  const { filesize, files } = conditions('-b', b, ['filesize', 'files']);
  if (filesize === undefined || files === undefined)
    throw new UserError('a ring of files needs both sizes: -b filesize:KB -b files:N, as in -b filesize:100000 -b files:10');
  if (backend !== undefined && backend !== 'dumpcap')
    throw new UserError(`${backend} has no ring of files: leave out -b, or give --backend dumpcap`);
  return { kilobytes: filesize, files };
}

/** `duration:60` and its like, which may also stand together: `filesize:1000,files:5`. */
function conditions<N extends string>(option: string, texts: readonly string[] = [], names: readonly N[]): Partial<Record<N, number>> {
  const found: Partial<Record<N, number>> = {};
  for (const text of texts.flatMap((t) => t.split(','))) {
    const [, name, value] = /^([a-z]+):([1-9]\d{0,8})$/.exec(text) ?? [];
    const known = names.find((n) => n === name);
    if (known === undefined) throw new UserError(`${option} ${text} is not understood: give ${names.map((n) => `${n}:N`).join(' or ')}`);
    found[known] = Number(value);
  }
  return found;
}

/** A capture that begins again leaves the file of the one before alone: a.pcapng, a-2.pcapng, a-3.pcapng. */
export function renumbered(path: string | undefined, turn: number): string | undefined {
  if (path === undefined || turn === 0) return path;
  const extension = extname(path);
  return `${path.slice(0, path.length - extension.length)}-${turn + 1}${extension}`;
}
