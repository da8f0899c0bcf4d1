import { execFileSync, type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './samples.ts';

export const program = join(root, 'dist', 'smbscope.js');

/** Builds the program when its sources are newer than what was built: `npm test` has done so already. */
export function build(): void {
  const built = existsSync(program) ? statSync(program).mtimeMs : 0;
  const newest = Math.max(
    ...['src', 'dissectors'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => statSync(join(root, folder, path)).mtimeMs),
    ),
  );
  if (newest > built) execFileSync(process.execPath, [join(root, '.ci', 'build.mjs')], { stdio: 'ignore' });
}

/** Runs the program as a user does. Text is kept as bytes of latin1, so that no byte is lost. */
export const run = (...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [program, ...args], { encoding: 'latin1', timeout: 30_000, maxBuffer: 2 ** 28, input: '' });
