// Builds dist/smbscope.js. With --install it first installs what the lock file says, when that has not been done yet:
// this is what lets `npm start` and `npm test` be the first command in a fresh clone.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

if (process.argv.includes('--install')) {
  const installed = 'node_modules/.package-lock.json';
  if (!existsSync(installed) || statSync(installed).mtimeMs < statSync('package-lock.json').mtimeMs) {
    process.stderr.write('smbscope: installing dependencies (once)\n');
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    // Standard output belongs to the command that follows.
    execFileSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    });
  }
}

const { build } = await import('esbuild');
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: { smbscope: 'src/main.ts', 'cap-child': 'src/capture/live/cap-child.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  jsx: 'automatic',
  minifySyntax: true,
  logLevel: 'warning',
  define: { 'process.env.NODE_ENV': '"production"', VERSION: JSON.stringify(version) },
  // ink loads its developer tools only on request; they are not part of this program.
  alias: { 'react-devtools-core': join(root, '.ci/empty.mjs') },
  banner: {
    js: '#!/usr/bin/env node\nimport { createRequire as $require } from "node:module"; const require = $require(import.meta.url);',
  },
});
chmodSync('dist/smbscope.js', 0o755);
