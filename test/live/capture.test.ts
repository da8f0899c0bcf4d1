import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasCap } from '../../src/capture/live/backends.ts';
import { backendNames } from '../../src/capture/live/request.ts';
import { Program } from '../program.ts';
import { root, samplePath } from '../samples.ts';
import { isInstalled, Namespace, obstacle } from './namespace.ts';

const reason = obstacle('smbd', 'smbclient', 'tshark', 'tcpdump', 'dumpcap');
/** cap is there only where it could be built. */
const present = backendNames.filter((name) => name !== 'cap' || hasCap()).map((name) => [name] as const);
const SESSION = 'ls; put /etc/services a; get a /dev/null; allinfo a; del a; allinfo nothing';
/** Milliseconds after which what was sent is surely written; tcpdump takes up to a second. */
const QUIET = 600;
const QUIET_OF_TCPDUMP = 1400;
const BIG = 200_000_000;
const NOBODY = 65_534;

/** The program while it runs. */
class Run {
  stdout = '';
  stderr = '';
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout!.setEncoding('utf8').on('data', (piece: string) => (this.stdout += piece));
    child.stderr!.setEncoding('utf8').on('data', (piece: string) => (this.stderr += piece));
    this.ended = once(child, 'close').then(([code]) => code as number | null);
  }

  get lines(): number {
    return this.stdout.split('\n').length - 1;
  }

  /** Waits until there are lines, and for some time no more of them. */
  async settled(quiet = QUIET): Promise<void> {
    await until(() => this.lines > 0);
    let lines = this.lines;
    for (let since = Date.now(); Date.now() - since < quiet; await sleep(50)) {
      if (lines === this.lines) continue;
      lines = this.lines;
      since = Date.now();
    }
  }

  async stop(): Promise<number | null> {
    this.child.kill('SIGINT');
    return this.ended;
  }
}

/** Waits for something, up to ten seconds. */
async function until(isTrue: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !isTrue(); turn++) await sleep(20);
  if (!isTrue()) throw new Error(`it did not happen: ${isTrue}`);
}

/** SMB2 and SMB1 messages that tshark finds. */
const countOf = (path: string): number =>
  execFileSync('tshark', ['-r', path, '-Y', 'smb2 || smb', '-T', 'fields', '-e', 'smb2.cmd', '-e', 'smb.cmd'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
    .split(/[\s,]+/)
    .filter((word) => word !== '').length;

describe.skipIf(reason !== '')(`live capture${reason === '' ? '' : ` (left out: ${reason})`}`, () => {
  let program: Program;
  let space: Namespace;
  let temporary: string;
  let env: NodeJS.ProcessEnv;
  const path = (name: string): string => join(program.folder, name);
  const start = (...args: readonly string[]): Run =>
    new Run(space.spawn(process.execPath, [program.path, ...args], { stdio: ['pipe', 'pipe', 'pipe'], env }));

  /** Starts to capture into a file, and returns when it has begun. */
  async function capture(file: string, ...args: readonly string[]): Promise<Run> {
    const run = start('live', 'lo', '-f', 'port 445', '-w', file, ...args);
    await until(() => existsSync(file) || run.child.exitCode !== null);
    return run;
  }

  beforeAll(async () => {
    program = new Program();
    space = new Namespace();
    temporary = path('temporary');
    env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin`, TMPDIR: temporary };
    mkdirSync(temporary);
    symlinkSync(join(root, 'node_modules'), path('node_modules'));
    await space.begin();
    await space.startServer();
  });

  afterAll(async () => {
    await space.end();
    program.remove();
  });

  test.each(present)('%s: as many messages as tshark finds in the same traffic', async (backend) => {
    const reference = path('reference.pcap');
    const tcpdump = space.spawn('tcpdump', ['-Z', 'root', '-U', '-i', 'lo', '-w', reference, 'port 445'], { stdio: 'ignore' });
    const saved = path(`${backend}.pcap`);
    const run = await capture(saved, '--backend', backend);
    await until(() => existsSync(reference));
    await sleep(300);
    await space.client(SESSION);
    await run.settled(QUIET_OF_TCPDUMP);
    // The lines are there before it ends.
    const before = run.lines;
    expect(await run.stop()).toBe(0);
    tcpdump.kill('SIGINT');
    await once(tcpdump, 'close');
    expect(before).toBeGreaterThan(40);
    expect(run.lines).toBe(countOf(reference));
    expect(run.lines).toBe(countOf(saved));
    expect(run.lines).toBe(program.run('list', saved).stdout.split('\n').length - 1);
    expect(run.stderr).toMatch(
      backend === 'cap' ? /; captured by cap, what was dropped is not known\n/ : new RegExp(`, 0 dropped; captured by ${backend}\\n`),
    );
  });

  // Other tests may be taking both processors.
  test('dumpcap: 200 MB without a loss', { retry: 2 }, async () => {
    const big = path('big');
    writeFileSync(big, Buffer.alloc(BIG, 'abcdefg'));
    const saved = path('transfer.pcapng');
    const run = await capture(saved, '--backend', 'dumpcap', '--format', 'jsonl');
    await space.client(`put ${big} big`);
    await run.settled();
    expect(await run.stop()).toBe(0);
    expect(run.stderr).toMatch(/, 0 dropped; captured by dumpcap\n/);
    const { gaps, messages, interfaces } = JSON.parse(program.run('info', '--format', 'json', saved).stdout);
    expect(gaps).toMatchObject({ lost: 0, incompleteUnits: 0 });
    expect(messages.SMB2).toBe(run.lines);
    expect(interfaces[0].dropped).toBe(0);
  });

  test.skipIf(!isInstalled('tmux'))('the UI answers keys during a transfer, follows, pauses and ends', { retry: 2 }, async () => {
    const socket = `smbscope-${process.pid}`;
    const tmux = (...args: readonly string[]): string => execFileSync('tmux', ['-L', socket, ...args], { encoding: 'utf8', env });
    const screen = (): string => tmux('capture-pane', '-p', '-t', '0');
    const press = (key: string): string => tmux('send-keys', '-t', '0', key);
    const command = `${process.execPath} ${program.path} live lo -f 'port 445'`;
    tmux('new-session', '-d', '-x', '140', '-y', '40', `nsenter -t ${space.keeperPid} --net -- ${command}; echo ended $?; sleep 60`);
    try {
      await until(() => screen().includes('lo, captured by dumpcap'));
      const big = path('big');
      writeFileSync(big, Buffer.alloc(BIG, 'abcdefg'));
      let isOver = false;
      const transfer = space.client(`put ${big} big`).then(() => {
        isOver = true;
      });
      const waits: number[] = [];
      while (!isOver) {
        // Each press opens or closes the help.
        const hadHelp = screen().includes(' Keys');
        const since = performance.now();
        press('?');
        await until(() => screen().includes(' Keys') !== hadHelp);
        waits.push(performance.now() - since);
        await sleep(30);
      }
      await transfer;
      expect(waits.length).toBeGreaterThan(0);
      expect(Math.max(...waits)).toBeLessThan(1000);
      if (screen().includes(' Keys')) press('x');
      await until(() => /live · (\d+) \/ \1/.test(screen()));
      expect(screen().split('\n')[0]).not.toContain('gap');
      press('k');
      await until(() => screen().includes('live, paused · '));
      press('X');
      await until(() => screen().includes('ended · 0 dropped · '));
      press('C-r');
      await until(() => / live *$/m.test(screen()) && screen().includes(' 0 messages'));
      press('q');
      await until(() => screen().includes('ended 0'));
    } finally {
      tmux('kill-server');
    }
  });

  test('a ring: everything is listed, only the last files are kept', async () => {
    const ring = path('ring');
    mkdirSync(ring);
    const file = join(ring, 'r.pcapng');
    const run = start('live', 'lo', '-f', 'port 445', '-w', file, '-b', 'filesize:300', '-b', 'files:3');
    await until(() => readdirSync(ring).length > 0);
    for (let turn = 0; turn < 3; turn++) await space.client(`put ${samplePath('dialect-3.1.1-signed.pcap')} a; get a /dev/null`);
    const before = readdirSync(ring);
    const small = path('small');
    writeFileSync(small, Buffer.alloc(700_000));
    for (let turn = 0; turn < 4; turn++) await space.client(`put ${small} a`);
    await run.settled();
    expect(await run.stop()).toBe(0);
    const kept = readdirSync(ring);
    expect(kept).toHaveLength(3);
    expect(kept.some((name) => before.includes(name))).toBe(false);
    expect(run.stderr).toMatch(/, 0 dropped; captured by dumpcap\n/);
    const numbers = run.stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => Number.parseInt(line, 10));
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
    const { stdout } = program.run('list', ...kept.map((name) => join(ring, name)));
    expect(numbers.length).toBeGreaterThan(stdout.split('\n').length);
  });

  test('a ring in a temporary folder leaves nothing', async () => {
    const run = start('live', 'lo', '-b', 'filesize:1000,files:2');
    await until(() => readdirSync(temporary).length > 0);
    await sleep(500);
    await run.stop();
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('it stops after so many frames, or seconds', async () => {
    const frames = await capture(path('frames.pcapng'), '-c', '10');
    await space.client(SESSION);
    expect(await frames.ended).toBe(0);
    expect(frames.stderr).toMatch(/: 10 frames, /);
    const seconds = await capture(path('seconds.pcapng'), '-a', 'duration:1');
    expect(await seconds.ended).toBe(0);
  });

  test('a back-end that dies: what was captured stays, and one sentence says so', async () => {
    const run = start('live', 'lo', '-f', 'port 445', '--backend', 'tcpdump');
    await sleep(1000);
    await space.client(SESSION);
    await run.settled(QUIET_OF_TCPDUMP);
    const [pid] = readFileSync(`/proc/${run.child.pid}/task/${run.child.pid}/children`, 'utf8').trim().split(' ');
    process.kill(Number(pid), 'SIGKILL');
    expect(await run.ended).toBe(3);
    expect(run.lines).toBeGreaterThan(40);
    expect(run.stderr).toMatch(
      /tcpdump ended while it captured on lo \(SIGKILL\); what was captured until then stays: start again to go on\n/,
    );
  });

  test.each([['dumpcap'], ['tcpdump']])('%s ends when we are killed, and nothing is left', async (backend) => {
    const run = start('live', 'lo', '--backend', backend);
    await until(() => readFileSync(`/proc/${run.child.pid}/task/${run.child.pid}/children`, 'utf8') !== '');
    await sleep(800);
    const [pid] = readFileSync(`/proc/${run.child.pid}/task/${run.child.pid}/children`, 'utf8').trim().split(' ');
    run.child.kill('SIGKILL');
    await run.ended;
    for (let turn = 0; turn < 8; turn++) {
      await space.client('ls');
      await sleep(500);
      if (!isRunning(Number(pid))) break;
    }
    expect(isRunning(Number(pid))).toBe(false);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('keys apply to what comes', async () => {
    await space.addRoot('Live-Pa55word');
    const run = start('live', 'lo', '-f', 'port 445', '--user', 'root', '--password', 'Live-Pa55word');
    const blind = start('live', 'lo', '-f', 'port 445');
    for (const { child } of [run, blind]) await until(() => readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8') !== '');
    await sleep(1000);
    const { code } = await space.client('ls', '-U', 'root%Live-Pa55word', '--client-protection=encrypt');
    expect(code).toBe(0);
    await run.settled();
    await blind.settled();
    expect(run.stdout).toContain('SMB2 Query Directory Response');
    expect(blind.stdout).not.toContain('SMB2 Query Directory Response');
    expect(await blind.stop()).toBe(0);
    expect(await run.stop()).toBe(0);
    expect(run.stdout + run.stderr).not.toContain('Live-Pa55word');
  });

  test('a pipe: tcpdump | smbscope live -', async () => {
    const run = start('live', '-');
    const tcpdump = space.spawn('tcpdump', ['-U', '-i', 'lo', '-w', '-', 'port 445'], { stdio: ['ignore', 'pipe', 'ignore'] });
    tcpdump.stdout!.pipe(run.child.stdin!);
    await sleep(500);
    await space.client(SESSION);
    await run.settled(QUIET_OF_TCPDUMP);
    expect(run.lines).toBeGreaterThan(40);
    tcpdump.kill('SIGINT');
    expect(await run.ended).toBe(0);
  });

  test('a file that tcpdump is writing: --follow', async () => {
    const file = path('growing.pcap');
    const tcpdump = space.spawn('tcpdump', ['-Z', 'root', '-U', '-i', 'lo', '-w', file, 'port 445'], { stdio: 'ignore' });
    await until(() => existsSync(file));
    const run = start('--follow', file);
    await space.client(SESSION);
    await run.settled(QUIET_OF_TCPDUMP);
    expect(run.lines).toBe(countOf(file));
    tcpdump.kill('SIGINT');
    expect(await run.stop()).toBe(0);
  });

  test.each([
    [['live', 'nope0'], /^smbscope: there is no interface "nope0": smbscope interfaces lists them\n$/],
    [['live', 'lo', '-f', 'foo bar'], /^smbscope: -f "foo bar" is no capture filter \(syntax error\): .*"port 445"\n$/],
    [['live', 'lo', '--backend', 'tcpdump', '-f', 'foo bar'], /^smbscope: -f "foo bar" is no capture filter \(syntax error\): .*\n$/],
    [['live', 'lo', '-w', '/nowhere/a.pcap'], /^smbscope: \/nowhere\/a\.pcap cannot be written: name a file/],
    [['live', 'lo', '-w', '/dev/null'], /^smbscope: \/dev\/null is no file: /],
    [['live'], /^smbscope: no interface was named: smbscope interfaces lists them\n$/],
  ])('%j is refused in one line', async (args, message) => {
    const run = start(...args);
    expect(await run.ended).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatch(message);
  });

  test('a file that is to be replaced is left alone while nothing can be captured', async () => {
    const file = program.file('precious.pcap', 'precious');
    await start('live', 'nope0', '-w', file).ended;
    await start('live', 'lo', '-f', 'foo bar', '-w', file).ended;
    expect(readFileSync(file, 'utf8')).toBe('precious');
    expect(readdirSync(program.folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('without the right to capture it says what to do', async () => {
    execFileSync('chmod', ['-R', 'a+rX', program.folder]);
    execFileSync('chmod', ['1777', temporary]);
    const run = new Run(
      spawn(process.execPath, [program.path, 'live', 'lo'], { stdio: ['ignore', 'pipe', 'pipe'], env, uid: NOBODY, gid: NOBODY }),
    );
    expect(await run.ended).toBe(2);
    expect(run.stderr).toMatch(/^smbscope: dumpcap may not capture on lo: run as root, or let yourself capture \(.*\)\n$/);
  });

  test('without a back-end it says what to install', async () => {
    const run = new Run(
      spawn(process.execPath, [program.path, 'live', 'lo', '--backend', 'dumpcap'], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...env, PATH: temporary },
      }),
    );
    expect(await run.ended).toBe(2);
    expect(run.stderr).toBe('smbscope: dumpcap is not there: install dumpcap (Debian: wireshark-common)\n');
  });

  test('interfaces lists what can be captured on', async () => {
    const run = start('interfaces', '--format', 'json');
    await run.ended;
    const { interfaces, backends } = JSON.parse(run.stdout);
    expect(interfaces.map((i: { name: string }) => i.name)).toEqual(['lo', 'any']);
    expect(backends.find((b: { name: string }) => b.name === 'tcpdump')).toEqual({
      name: 'tcpdump',
      isThere: isInstalled('tcpdump'),
      advice: '',
    });
  });
});

/** A process that ended and whom nobody asked about does not run. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
