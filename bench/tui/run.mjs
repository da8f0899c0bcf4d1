// npm run bench:tui [-- CAPTURE [LARGE]]: milliseconds from a key to the frame that shows it, with a terminal that only counts, in each pane and view;
// memory over 10 000 frames; and the time from start to the first screen of LARGE in a real terminal (script(1) lends one).
// CAPTURE should hold a million messages: without it, metadata.pcap (and bulk.pcap for LARGE) of SMBSCOPE_BENCH or ../shared/recorder/perf.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const folder = process.env.SMBSCOPE_BENCH ?? '../shared/recorder/perf';
const [capture = join(folder, 'metadata.pcap'), large = join(folder, 'bulk.pcap')] = process.argv.slice(2);
if (!existsSync(capture)) {
  console.log(`bench: ${capture} is not there: give a capture of a million messages`);
  process.exit(2);
}

const PRESSES = 500;
const FRAMES = 10_000;
const LIMITS = { '120x40': 16, '200x50': 33 };
const FIRST_SCREEN = 300;

process.env.NODE_ENV = 'production';
const out = mkdtempSync(join(tmpdir(), 'smbscope-bench-'));
await build({
  entryPoints: ['bench/tui/session.ts'],
  outfile: join(out, 'session.mjs'),
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  jsx: 'automatic',
  logLevel: 'error',
  define: { 'process.env.NODE_ENV': '"production"' },
  alias: { 'react-devtools-core': join(process.cwd(), '.ci/empty.mjs') },
  banner: { js: 'import { createRequire as $require } from "node:module"; const require = $require(import.meta.url);' },
});
const { Session, read } = await import(pathToFileURL(join(out, 'session.mjs')));

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
let missed = 0;

const pass = await read(capture);
console.log(`node ${process.version}, ${cpus().length} × ${cpus()[0].model}, ${pass.messages.count} messages, ${PRESSES} keys each\n`);
console.log('| screen | where | keys | p50 ms | p95 ms | p99 ms | most ms | bytes a frame | wanted p95 |');
console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');

const walk = ['j', 'j', 'j', '\x1b[6~', 'k', 'j', '\x1b[5~', 'j', '\x1b[6~', '\x1b[6~'];
const places = [
  ['messages: list', [], walk],
  ['messages: tree', ['500000G', '\t'], ['j', 'j', 'l', 'j', 'k', 'j', 'j', 'h', 'j', '\x1b[6~', 'k', 'gg']],
  ['messages: bytes', ['500000G', '\t', '\t'], ['l', 'l', 'j', 'l', 'h', 'j', 'k', '\x1b[6~', 'gg']],
  ['messages: jumps', ['\t', '\t', '\t'], ['r', 'j', '400000G', ']o', '900000G', 'e', '100G', ']c']],
  ['messages: filtered', ['/smb2.cmd == READ\r'], walk],
  ['operations', ['O'], [...walk, 'l', 'j', 'h']],
  ['sessions', ['S', 'l', 'j', 'l', 'j', 'l'], walk],
  ['files', ['F'], walk],
  ['problems', ['P', 'l'], walk],
  ['statistics', ['T'], ['j', 'k', 'j', 'j']],
  ['leases', ['L'], walk],
  ['credits', ['C'], walk],
];
for (const [size, limit] of Object.entries(LIMITS)) {
  const [columns, rows] = size.split('x').map(Number);
  for (const [name, before, keys] of places) {
    const session = await Session.start(pass, columns, rows);
    for (const key of before) await session.press(key);
    await session.settle();
    const bytes = session.bytes;
    const times = [];
    for (let i = 0; i < PRESSES; i++) times.push(await session.press(keys[i % keys.length]));
    times.sort((a, b) => a - b);
    const p95 = quantile(times, 0.95);
    if (p95 > limit) missed++;
    const figures = [quantile(times, 0.5), p95, quantile(times, 0.99), times.at(-1)].map((t) => t.toFixed(2));
    console.log(
      `| ${size} | ${name} | ${PRESSES} | ${figures.join(' | ')} | ${Math.round((session.bytes - bytes) / PRESSES)} | ${limit} |`,
    );
    session.stop();
  }
}

const session = await Session.start(pass, 120, 40);
const heap = () => {
  global.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
};
for (let i = 0; i < 1000; i++) await session.press(walk[i % walk.length]);
const early = heap();
for (let i = 0; i < FRAMES; i++) await session.press(walk[i % walk.length]);
const late = heap();
session.stop();
console.log(
  `\nheap after 1 000 frames ${early.toFixed(1)} MB, after ${FRAMES} more ${late.toFixed(1)} MB${global.gc === undefined ? ' (without --expose-gc)' : ''}`,
);
if (global.gc !== undefined && late > early + 5) missed++;

if (existsSync(large)) {
  const times = [];
  for (let i = 0; i < 7; i++) times.push(await firstScreen(large));
  times.sort((a, b) => a - b);
  const median = quantile(times, 0.5);
  if (median > FIRST_SCREEN) missed++;
  console.log(`first screen of ${large} after ${median.toFixed(0)} ms (most ${times.at(-1).toFixed(0)}), wanted ${FIRST_SCREEN}`);
}
rmSync(out, { recursive: true });
process.exit(missed > 0 ? 1 : 0);

/** Milliseconds from the start of the program to the first line of the list on a terminal. */
async function firstScreen(path) {
  execFileSync(process.execPath, ['-e', ''], { stdio: 'ignore' });
  const start = performance.now();
  const command = `stty rows 40 cols 120; exec ${process.execPath} dist/smbscope.js '${path}'`;
  const child = spawn('script', ['-qfec', command, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, TERM: 'xterm' },
  });
  let seen = '';
  let took = Number.NaN;
  for await (const chunk of child.stdout) {
    seen += chunk;
    if (Number.isNaN(took) && seen.includes('Message 1')) {
      took = performance.now() - start;
      child.stdin.write('q');
    }
  }
  return took;
}
