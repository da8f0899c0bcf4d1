import { execFileSync, type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './samples.ts';

const dist = join(root, 'dist');

/** Builds the program when its sources are newer than what was built: `npm test` has done so already. */
function build(): void {
  const built = existsSync(join(dist, 'smbscope.js')) ? statSync(join(dist, 'smbscope.js')).mtimeMs : 0;
  const newest = Math.max(
    ...['src', 'dissectors'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => statSync(join(root, folder, path)).mtimeMs),
    ),
  );
  if (newest > built) execFileSync(process.execPath, [join(root, '.ci', 'build.mjs')], { stdio: 'ignore' });
}

/** A copy of the built program, which a build meanwhile does not pull away, in a folder with room for files. */
export class Program {
  readonly folder = mkdtempSync(join(tmpdir(), 'smbscope-test-'));
  readonly path = join(this.folder, 'program', 'smbscope.js');

  constructor() {
    build();
    cpSync(dist, join(this.folder, 'program'), { recursive: true });
  }

  /** Runs it as a user does. Output is kept as latin1, so that no byte is lost. */
  run(...args: readonly string[]): SpawnSyncReturns<string> {
    return spawnSync(process.execPath, [this.path, ...args], { encoding: 'latin1', timeout: 30_000, maxBuffer: 2 ** 28, input: '' });
  }

  /** Writes a file into the folder and returns its path. */
  file(name: string, content: Uint8Array | string): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
