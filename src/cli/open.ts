import { existsSync } from 'node:fs';
import { UserError } from '../bytes/user-error.ts';
import { openCapture } from '../capture/open.ts';
import { Pass } from '../smb/pass.ts';
import { loadInterfaces } from '../smb/rpc/interfaces.ts';
import { keysOf } from './keys-options.ts';
import { list } from './list.ts';
import { type CommonOptions, conclude, refuseForeign } from './session.ts';

/** Frames read before the first screen, so that it has something to show. */
const FIRST_FRAMES = 256;

export interface OpenOptions extends CommonOptions {
  readonly follow?: boolean;
}

/** The terminal UI; where there is no terminal to draw on, the same as list. */
export async function open(paths: readonly string[], options: OpenOptions): Promise<number> {
  // A word that is no command is taken for a capture's name.
  const [first] = paths;
  if (first !== undefined && /^[a-z]+$/.test(first) && !existsSync(first))
    throw new UserError(`there is no command or capture "${first}": --help lists the commands`);
  if (options.follow === true) {
    if (paths.length > 1) throw new UserError('--follow follows one file: name one');
    return (await import('./live.ts')).live(undefined, { ...options, follow: paths[0]! });
  }
  if (process.stdout.isTTY !== true || process.env.TERM === 'dumb') return list(paths, options);
  if (options.from !== undefined || options.to !== undefined)
    throw new UserError('--from and --to choose what list and dump print: the terminal UI shows every message');
  if (options.filter !== undefined) throw new UserError('-Y chooses what list, dump and fields print: the terminal UI shows every message');
  // React keeps a record of every frame, and ink draws nothing, unless told otherwise before they are loaded.
  Object.assign(process.env, { NODE_ENV: 'production', CI: 'false', CONTINUOUS_INTEGRATION: 'false' });
  const loading = import('../tui/show.ts');
  const pass = new Pass(await openCapture(paths), keysOf(paths, options));
  const { capture } = pass;
  try {
    pass.advance(FIRST_FRAMES);
    refuseForeign(capture);
    const { show } = await loading;
    void loadInterfaces();
    await show(pass, options.color !== false && !process.env.NO_COLOR);
    return conclude(capture, options);
  } finally {
    capture.close();
  }
}
