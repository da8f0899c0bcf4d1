import { existsSync } from 'node:fs';
import { UserError } from '../bytes/user-error.ts';
import { openCapture } from '../capture/open.ts';
import { type KeyMaterial, mergeKeys } from '../smb/keys/material.ts';
import { Pass } from '../smb/pass.ts';
import { loadInterfaces } from '../smb/rpc/interfaces.ts';
import { keysOf } from './keys-options.ts';
import { list } from './list.ts';
import { type CommonOptions, conclude, filterOf, refuseForeign } from './session.ts';

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
  const filter = (await filterOf(options))?.text ?? '';
  // React keeps a record of every frame, and ink draws nothing, unless told otherwise before they are loaded.
  Object.assign(process.env, { NODE_ENV: 'production', CI: 'false', CONTINUOUS_INTEGRATION: 'false' });
  const loading = import('../tui/show.ts');
  let keys = keysOf(paths, options);
  const pass = new Pass(await openCapture(paths), keys);
  const { capture } = pass;
  const captures = [capture];
  const reopen = async (more: KeyMaterial): Promise<Pass> => {
    keys = mergeKeys(keys, more);
    // What came through a pipe is read where it was kept.
    const again = paths.includes('-') ? capture.again() : await openCapture(paths);
    captures.push(again);
    return new Pass(again, keys);
  };
  try {
    pass.advance(FIRST_FRAMES);
    refuseForeign(capture);
    const { show } = await loading;
    await show(pass, {
      hasColour: options.color !== false && !process.env.NO_COLOR,
      filter,
      ready: loadInterfaces(),
      reopen,
    });
    return conclude(capture, options);
  } finally {
    for (const each of captures) each.close();
  }
}
