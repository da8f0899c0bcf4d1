import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { compileFilter } from '../../src/query/filter.ts';
import { Records } from '../../src/smb/records.ts';
import { passOf, samplePath } from '../samples.ts';
import { has } from '../tools.ts';
import { expressions } from './expressions.ts';

const hasTshark = has('tshark');
const PARALLEL = 2;

/** Three of many; QUERY_SAMPLES names others. */
const compared = (process.env.QUERY_SAMPLES ?? 'dialect-3.1.1-signed.pcap,ipv6-3.1.1-signed.pcapng,st-compound-find.pcap').split(',');

/** Fields that tshark shows of other messages than we do: both are asked where both show them. The expressions' own answers are the same. */
const differences: readonly (readonly [field: string, both: string, reason: string])[] = [
  [
    'smb2.filename',
    'smb2.cmd == 5 && smb2.filename != ""',
    'tshark has a field for an empty name, and more names than one in listings and information classes',
  ],
  ['smb2.tree', '!(smb2.cmd == 3 && smb2.flags.response == 1)', 'tshark does not tell the share of a TREE_CONNECT Response'],
  ['smb2.create.time', 'smb2.cmd in {5, 6}', 'in information classes too'],
  ['smb2.last_write.time', 'smb2.cmd in {5, 6}', 'in information classes too'],
  ['smb2.find.infolevel', 'smb2.flags.response == 0', 'tshark repeats the class that was asked for in the response'],
];

/** The expression, of SMB2 messages, where both show the fields that it names. */
const asked = (expression: string): string =>
  [`(${expression})`, 'smb2', ...differences.filter(([field]) => expression.includes(field)).map(([, both]) => `(${both})`)].join(' && ');

const run = promisify(execFile);

/** Frames that fulfil the expression to tshark. */
async function theirs(path: string, expression: string): Promise<number[]> {
  const args = ['-r', path, '-o', 'tcp.reassemble_out_of_order:TRUE', '-Y', asked(expression), '-T', 'fields', '-e', 'frame.number'];
  const { stdout } = await run('tshark', args, { maxBuffer: 2 ** 26, env: process.env });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map(Number);
}

test.skipIf(!hasTshark).each(compared)(
  `%s: the frames that tshark -Y finds${hasTshark ? '' : ' (skipped: tshark is not installed)'}`,
  async (name) => {
    const pass = await passOf(name);
    const records = new Records(pass);
    const { units, messages } = pass;
    const frameOf = (row: number): number => units.frame[messages.unit[row]!]!;
    const counts = new Map<number, number>();
    for (let row = 0; row < messages.count; row++) counts.set(frameOf(row), (counts.get(frameOf(row)) ?? 0) + 1);
    // A frame with several messages is one question to tshark and several to us.
    const single = (frame: number): boolean => counts.get(frame) === 1;
    const found: string[] = [];
    const queue = [...expressions];
    const work = async (): Promise<void> => {
      for (let expression = queue.shift(); expression !== undefined; expression = queue.shift()) {
        const isAsked = compileFilter(asked(expression)).bind(pass, records);
        const own = new Set<number>();
        for (let row = 0; row < messages.count; row++) if (isAsked(row)) own.add(frameOf(row));
        const other = new Set(await theirs(samplePath(name), expression));
        const ours = [...own].filter((f) => single(f) && !other.has(f));
        const missing = [...other].filter((f) => single(f) && !own.has(f));
        if (ours.length + missing.length > 0)
          found.push(`${expression}: only here ${ours.slice(0, 8)}; only tshark ${missing.slice(0, 8)}`);
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, work));
    expect(found).toEqual([]);
  },
  600_000,
);
