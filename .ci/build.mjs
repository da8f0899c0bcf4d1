// Builds dist. With --install it first installs what the lock file says, when that has not been done yet:
// this is what lets `npm start` and `npm test` be the first command in a fresh clone.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
const common = {
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  jsx: 'automatic',
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
  define: { 'process.env.NODE_ENV': '"production"', VERSION: JSON.stringify(version) },
};
const ownUrl = { name: 'IMPORT_META_URL', js: 'const IMPORT_META_URL = require("node:url").pathToFileURL(__filename).href;' };
const commonjs = { ...common, format: 'cjs', define: { ...common.define, 'import.meta.url': ownUrl.name }, banner: { js: ownUrl.js } };
const late = 'const late = (name, it) => new Proxy({}, { get: (_, key) => (it ??= require(name))[key] });';
/** What draws by ink, which waits while it loads and so can't be CommonJS, is a file of its own. */
const chrome = {
  name: 'chrome',
  setup: ({ onResolve }) => onResolve({ filter: /\/chrome\.tsx$/ }, () => ({ path: './chrome.mjs', external: true })),
};

/** commander can start other programs as subcommands, which there are none of: what that needs would be loaded at each start. */
const noSubprograms = {
  name: 'no subprograms',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('commander') ? { path: join(root, '.ci/empty.mjs') } : undefined,
    ),
};

rmSync('dist', { recursive: true, force: true });
await Promise.all([
  build({
    ...commonjs,
    entryPoints: { program: 'src/main.ts' },
    charset: 'ascii',
    plugins: [chrome, noSubprograms],
    banner: { js: `(function (module, require, load, __filename) {${ownUrl.js}${late}` },
    footer: { js: '})' },
  }),
  build({ ...common, entryPoints: { smbscope: 'src/launch.ts' }, format: 'cjs', banner: { js: '#!/usr/bin/env node' } }),
  build({ ...commonjs, entryPoints: { 'cap-child': 'src/capture/live/cap-child.ts' } }),
  build({
    ...common,
    entryPoints: { chrome: 'src/tui/chrome.tsx' },
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    // ink loads its developer tools only on request; they are not part of this program.
    alias: { 'react-devtools-core': join(root, '.ci/empty.mjs') },
    banner: { js: 'import { createRequire as $require } from "node:module"; const require = $require(import.meta.url);' },
  }),
]);
// A script that V8 has compiled before can't import by itself; and what of Node many commands do without is loaded where it is used first.
writeFileSync(
  'dist/program.js',
  readFileSync('dist/program.js', 'latin1')
    .replace('import("./chrome.mjs")', 'load("./chrome.mjs")')
    .replace(/(?:__toESM\()?require\("node:(crypto|net|tty|zlib)"\)(?:,\s*1\))?/g, 'late("node:$1")'),
);
writeFileSync('dist/package.json', '{ "type": "commonjs" }\n');
chmodSync('dist/smbscope.js', 0o755);
execFileSync(process.execPath, ['.ci/compile.cjs'], { stdio: ['ignore', 'ignore', 2] });
