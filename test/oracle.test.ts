import { execFileSync } from 'node:child_process';
import { afterAll, describe, expect, test } from 'vitest';
import { Command } from '../dissectors/smb2/header.ts';
import { Program } from './program.ts';
import { samplePath, samples } from './samples.ts';
import { has } from './tools.ts';

const hasTshark = has('tshark');
const hasCapinfos = has('capinfos');
const tshark = (...args: string[]): string =>
  execFileSync('tshark', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 28 });

const program = new Program();
afterAll(() => program.remove());

describe.skipIf(!hasCapinfos)(`info against capinfos${hasCapinfos ? '' : ' (skipped: capinfos is not installed)'}`, () => {
  test.each(samples)('%s', (name) => {
    const path = samplePath(name);
    const table = execFileSync('capinfos', ['-T', '-r', '-m', '-S', '-c', '-s', '-d', '-u', '-a', '-e', '-M', path], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [, frames, size, bytes, duration, first, last] = table.trim().split(',');
    const info = JSON.parse(program.run('info', '--format', 'json', path).stdout);
    expect(info.frames).toBe(Number(frames));
    expect(info.files[0].size).toBe(Number(size));
    expect(info.originalBytes).toBe(Number(bytes));
    expect(Number(info.duration)).toBeCloseTo(Number(duration), 6);
    expect(info.firstTime.slice(0, first!.length)).toBe(first);
    expect(info.lastTime.slice(0, last!.length)).toBe(last);
  });
});

test.skipIf(!hasTshark)(`fields prints what tshark -T fields does${hasTshark ? '' : ' (skipped: tshark is not installed)'}`, () => {
  const path = samplePath('dialect-3.1.1-signed.pcap');
  const options = ['frame.number', 'tcp.stream', 'ip.src', 'smb2.cmd', 'smb2.msg_id', 'smb2.read_length', 'smb2.write_length'].flatMap(
    (name) => ['-e', name],
  );
  for (const layout of [[], ['-E', 'separator=,', '-E', 'header=y']])
    expect(program.run('fields', path, ...options, ...layout).stdout).toBe(
      tshark('-r', path, '-Y', 'smb2', '-T', 'fields', ...options, ...layout),
    );
});

describe.skipIf(!hasTshark)(`messages against tshark${hasTshark ? '' : ' (skipped: tshark is not installed)'}`, () => {
  // tshark finds no boundary again after a hole.
  test.each(samples.filter((name) => name !== 'derived-lost.pcap'))('%s', (name) => {
    const path = samplePath(name);
    const listed = program
      .run('list', '--no-keys', '--format', 'jsonl', path)
      .stdout.split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
    const theirs = tshark(
      '-r',
      path,
      '-o',
      'tcp.reassemble_out_of_order:TRUE',
      '-T',
      'fields',
      '-e',
      'frame.number',
      '-e',
      'smb2.cmd',
      '-E',
      'separator=/s',
      '-Y',
      'smb2.cmd',
    )
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line) => {
        const [frame, commands] = line.split(' ');
        return commands!.split(',').map((command) => `${frame} ${command}`);
      });
    const commands = [
      'NEGOTIATE',
      'SESSION_SETUP',
      'LOGOFF',
      'TREE_CONNECT',
      'TREE_DISCONNECT',
      'CREATE',
      'CLOSE',
      'FLUSH',
      'READ',
      'WRITE',
    ];
    commands.push('LOCK', 'IOCTL', 'CANCEL', 'ECHO', 'QUERY_DIRECTORY', 'CHANGE_NOTIFY', 'QUERY_INFO', 'SET_INFO', 'OPLOCK_BREAK');
    const ours = listed
      .filter((m) => m.protocol === 'SMB2' && commands.includes(m.command))
      .map((m) => `${m.frame} ${commands.indexOf(m.command)}`);
    expect(ours).toEqual(theirs);
  });
});

describe.skipIf(!hasTshark)(`response times against tshark${hasTshark ? '' : ' (skipped: tshark is not installed)'}`, () => {
  // Where a server answers with STATUS_PENDING first, tshark counts the wait in: together both tables hold the same calls and sums.
  test.each(['dialect-3.1.1-signed.pcap', 'dialect-2.0.2-signed.pcap', 'acl-quota-stream.pcapng', 'dfs-referral.pcap'])('%s', (name) => {
    const path = samplePath(name);
    const { commands, asynchronous } = JSON.parse(program.run('stats', path, 'rtt', '--format', 'json').stdout);
    const ours = new Map<number, [calls: number, sum: number]>();
    for (const { command, calls, sum } of [...commands, ...asynchronous]) {
      const index = Command[command as keyof typeof Command];
      const [n, total] = ours.get(index) ?? [0, 0];
      ours.set(index, [n + calls, total + sum]);
    }
    const table = tshark('-q', '-z', 'smb2,srt', '-r', path);
    const theirs = [...table.matchAll(/^ +(\d+) {2}.{18,}? +(\d+) +[\d.]+ +[\d.]+ +[\d.]+ +([\d.]+)$/gm)];
    expect(theirs.length).toBe(ours.size);
    for (const [, index, calls, sum] of theirs) {
      const [n, total] = ours.get(Number(index))!;
      expect([Number(index), n]).toEqual([Number(index), Number(calls)]);
      expect(total).toBeCloseTo(Number(sum), 5);
    }
  });
});
