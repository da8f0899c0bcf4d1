// npm run bench:cost [-- --record]: what a message costs in bytes and deoptimisations, which unlike time come out the same in every run.
// The exit status is 1 when a figure is well above the one in bench/cost.json; --record writes that file.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lengthened } from './lengthened.mjs';
import { countOf, tool } from './measure.mjs';
import { prolonged } from './prolonged.mjs';

const SAMPLE = 'samples/dialect-3.1.1-signed.pcap';
const KEYS = `${SAMPLE}.keys.json`;
const RECORDED = fileURLToPath(new URL('cost.json', import.meta.url));
const COUNTING = fileURLToPath(new URL('counting.cjs', import.meta.url));
const HERE = `Node ${process.versions.node.split('.')[0]}, ${process.platform} ${process.arch}`;

/** One thread, fixed seeds and spaces: what is optimised, collected and sampled when depends neither on time nor on the machine. */
const EXACT = [
  '--single-threaded',
  '--random-seed=1',
  '--hash-seed=1',
  '--sampling-heap-profiler-suppress-randomness',
  '--max-semi-space-size=1',
  '--max-old-space-size=2048',
];

/** A regression is more than this share above what was recorded, and more than its figure's slack: that covers what the captures' length changes. */
const SHARE = 0.2;
const FIGURES = {
  allocated: { title: 'bytes allocated a message', slack: 4 },
  memory: { title: 'bytes of memory a message', slack: 16 },
  deopts: { title: 'deoptimisations', slack: 2 },
};

const FIELDS = ['frame.number', 'ip.src', 'smb2.cmd', 'smb2.nt_status', 'smb2.msg_id', 'smb2.sesid', 'smb2.filename'];
const FILTER = 'smb2.filename contains "renamed" && smb2.nt_status != 0';

/**
 * `turns` of a short and of a long capture: their difference is what messages cost, without what starting does. Memory is counted where the index makes
 * most of it; elsewhere it depends on when garbage is collected.
 */
const jobs = [
  { name: 'list', words: ['list'], turns: [200, 1500], hasMemory: true },
  { name: 'list, many connections', words: ['list'], make: connections, turns: [100, 500], hasMemory: true },
  { name: 'list -Y', words: ['list', '-Y', FILTER], turns: [60, 500] },
  { name: 'fields', words: ['fields', ...FIELDS.flatMap((name) => ['-e', name])], turns: [60, 500] },
  { name: 'dump', words: ['dump', '--jobs', '1', '--format', 'jsonl'], turns: [15, 60] },
  { name: 'verify', words: ['verify', '--keys', KEYS], turns: [200, 1500], hasMemory: true },
  { name: 'stats rtt', words: ['stats'], rest: ['rtt'], turns: [200, 1500], hasMemory: true },
];

const scratch = mkdtempSync(join(tmpdir(), 'smbscope-cost-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

function connections(turns, path) {
  return lengthened(SAMPLE, turns, path);
}

function oneConnection(turns, path) {
  const [{ signingKey }] = JSON.parse(readFileSync(KEYS, 'utf8')).sessions;
  return prolonged(SAMPLE, signingKey, turns, path);
}

const counts = new Map();
function capture(make, turns) {
  const path = join(scratch, `${make.name}-${turns}.pcap`);
  if (!counts.has(path)) counts.set(path, countOf([...tool, 'list', '-q', '--no-keys', make(turns, path)]));
  return { path, count: counts.get(path) };
}

/** The functions that V8 threw optimised code of away, once each time. */
function deoptimised(traces) {
  const text = existsSync(traces) ? readFileSync(traces, 'latin1') : '';
  return [...text.matchAll(/\[bailout \(kind: deopt[^<]*<JSFunction ([^ >]*)/g)].map(([, name]) => name);
}

function run({ words, rest = [] }, path) {
  const [node, program] = tool;
  const [figures, traces] = [join(scratch, 'figures.json'), join(scratch, 'traces')];
  for (const file of [figures, traces]) rmSync(file, { force: true });
  const traced = ['--trace-deopt', '--redirect-code-traces', `--redirect-code-traces-to=${traces}`];
  const command = [...EXACT, ...traced, '--require', COUNTING, program, ...words, '-q', '--no-keys', path, ...rest];
  const env = { ...process.env, NODE_OPTIONS: '', SMBSCOPE_COST: figures };
  const { status, stderr } = spawnSync(node, command, { stdio: ['ignore', 'ignore', 'pipe'], env });
  if (status !== 0) throw new Error(`${words[0]}: exit ${status}: ${stderr}`);
  return { ...JSON.parse(readFileSync(figures, 'utf8')), deoptimised: deoptimised(traces) };
}

function measured(job) {
  const [short, long] = job.turns.map((turns) => {
    const { path, count } = capture(job.make ?? oneConnection, turns);
    return { count, ...run(job, path) };
  });
  const perMessage = (figure) => Math.round((long[figure] - short[figure]) / (long.count - short.count));
  const figures = { allocated: perMessage('allocated'), deopts: long.deoptimised.length };
  const largest = Object.entries(long.functions).sort(([, a], [, b]) => b - a);
  return {
    figures: job.hasMemory ? { ...figures, memory: perMessage('memory') } : figures,
    where: {
      allocated: largest.slice(0, 8).map(([name, bytes]) => `${name || '(anonymous)'} ${(bytes / 1e6).toFixed(1)} MB`),
      deopts: long.deoptimised,
    },
  };
}

if (!existsSync('dist/program.js')) {
  console.log('bench: dist is not there (npm run build)');
  process.exit(2);
}
if (process.argv.includes('--record')) {
  const figures = Object.fromEntries(jobs.map((job) => [job.name, measured(job).figures]));
  writeFileSync(RECORDED, `${JSON.stringify({ on: HERE, figures }, null, 2)}\n`);
  console.log(`recorded in bench/cost.json: ${HERE}`);
  process.exit(0);
}

const recorded = JSON.parse(readFileSync(RECORDED, 'utf8'));
if (recorded.on !== HERE) {
  console.log(`skipped: bench/cost.json was recorded on ${recorded.on}, and this is ${HERE}`);
  process.exit(0);
}
console.log('| job | figure | recorded | now | ratio |\n| --- | --- | --- | --- | --- |');
let regressions = 0;
const places = [];
for (const job of jobs) {
  const { figures, where } = measured(job);
  for (const [figure, now] of Object.entries(figures)) {
    const before = recorded.figures[job.name]?.[figure] ?? 0;
    const { title, slack } = FIGURES[figure];
    const isOver = now > before * (1 + SHARE) && now > before + slack;
    if (isOver) regressions++;
    console.log(`| ${job.name} | ${title} | ${before} | ${now} | ${(now / before).toFixed(2)}${isOver ? ' (too much)' : ''} |`);
    if (isOver && where[figure] !== undefined) places.push(`${job.name}, ${title}: ${where[figure].join(', ')}`);
  }
}
if (places.length > 0) console.log(`\nmost of them, in a whole run, by function:\n${places.join('\n')}`);
if (regressions > 0) console.log(`\n${regressions} of the figures are too much; where that is meant: npm run bench:cost -- --record`);
process.exit(regressions > 0 ? 1 : 0);
