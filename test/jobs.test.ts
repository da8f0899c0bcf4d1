import { afterAll, expect, test } from 'vitest';
import { Program } from './program.ts';
import { contentOf } from './samples.ts';

const program = new Program();
afterAll(() => program.remove());

const JUNK = 60_000;

/** A sample, and behind it frames that are nothing, so many that it is worth two threads. */
function large(name: string, end = Buffer.alloc(0)): string {
  const record = Buffer.alloc(16 + JUNK);
  record.writeUInt32LE(0x7000_0000, 0);
  record.writeUInt32LE(JUNK, 8);
  record.writeUInt32LE(JUNK, 12);
  return program.file(name, Buffer.concat([contentOf(name), ...Array.from({ length: 150 }, () => record), end]));
}

test.each(['jsonl', 'pdml', 'text'])('two threads write %s as one does', (format) => {
  const path = large('st-compound-find.pcap');
  const [one, two] = ['1', '2'].map((jobs) => program.run('dump', '--format', format, '--jobs', jobs, path));
  expect(one!.status).toBe(0);
  expect(one!.stdout.length).toBeGreaterThan(100_000);
  expect(two!.status).toBe(0);
  expect(two!.stderr).toBe(one!.stderr);
  expect(two!.stdout === one!.stdout).toBe(true);
});

test('what is wrong is said once, with the same exit code', () => {
  const cut = large('st-lease.pcap', Buffer.alloc(7));
  for (const args of [[cut], ['-Y', 'smb2.cmd ==', cut], ['-Y', 'smb2.cmd == 5', cut]]) {
    const [one, two] = ['1', '2'].map((jobs) => program.run('dump', '--format', 'jsonl', '--jobs', jobs, ...args));
    expect(one!.status).toBeGreaterThan(1);
    expect([two!.status, two!.stderr, two!.stdout === one!.stdout]).toEqual([one!.status, one!.stderr, true]);
  }
});

test.each(['0', 'two', '65'])('--jobs %s is refused', (jobs) => {
  const { status, stderr } = program.run('dump', '--jobs', jobs, 'none');
  expect([status, stderr]).toEqual([2, `smbscope: --jobs ${jobs} is not understood: give a number from 1 to 64\n`]);
});
