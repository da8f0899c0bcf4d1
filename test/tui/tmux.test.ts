import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Program } from '../program.ts';
import { samplePath, samples } from '../samples.ts';

const SAMPLE = 'st-lease.pcap';
const SERVER = `smbscope-test-${process.pid}`;
const ENCRYPTED = 'encrypt-3.1.1-aes-128-gcm.pcapng';
const isThere = spawnSync('tmux', ['-V']).status === 0 && samples.includes(SAMPLE);
const program = isThere ? new Program() : null;
const WAIT = 10_000;

const tmux = (...args: string[]): string =>
  execFileSync('tmux', ['-L', SERVER, '-f', '/dev/null', ...args], { encoding: 'utf8', env: { ...process.env, HOME: program!.folder } });

// Without a session the server would end between two tests.
beforeAll(() => {
  if (isThere) tmux('new-session', '-d', '-s', 'keep', 'cat');
});

afterAll(() => {
  if (isThere) spawnSync('tmux', ['-L', SERVER, 'kill-server']);
  program?.remove();
});

/** A terminal in which the program runs between two looks at how the terminal is set. */
class Window {
  readonly name: string;

  constructor(name: string, columns: number, rows: number, options = '', command = samplePath(SAMPLE)) {
    this.name = name;
    const run = `NO_COLOR=1 XDG_CONFIG_HOME=${program!.folder} XDG_STATE_HOME=${program!.folder} ${options} ${process.execPath} ${program!.path} ${command}`;
    const script = `stty -a > before; echo shell; ${run}; echo "left with $?"; stty -a > after; echo over; cat`;
    tmux('new-session', '-d', '-s', name, '-x', String(columns), '-y', String(rows), '-c', program!.folder, 'sh', '-c', script);
  }

  screen(): string {
    return tmux('capture-pane', '-p', '-t', this.name);
  }

  keys(...keys: string[]): void {
    for (const key of keys) tmux('send-keys', '-t', this.name, '--', key);
  }

  /** The screen once it shows something. */
  async shows(what: string | RegExp): Promise<string> {
    for (let waited = 0; ; waited += 40) {
      const screen = this.screen();
      if (typeof what === 'string' ? screen.includes(what) : what.test(screen)) return screen;
      if (waited > WAIT) throw new Error(`"${what}" does not come:\n${screen}`);
      await sleep(40);
    }
  }

  /** Everything is as it was before: the shell's screen, the modes of the terminal, no reports of the mouse. */
  async isRestored(code: number): Promise<void> {
    const screen = await this.shows('over');
    expect(screen).toMatch(/^shell$/m);
    expect(screen).toContain(`left with ${code}`);
    const flags = '#{alternate_on} #{mouse_any_flag} #{cursor_flag} #{wrap_flag}';
    expect(tmux('display-message', '-p', '-t', this.name, flags).trim()).toBe('0 0 1 1');
    const settings = (name: string): string => readFileSync(`${program!.folder}/${name}`, 'utf8').replace(/rows \d+; columns \d+;/, '');
    expect(settings('after')).toBe(settings('before'));
    tmux('kill-session', '-t', this.name);
  }

  /** The program's process, a child of the shell. */
  get process(): number {
    const shell = tmux('display-message', '-p', '-t', this.name, '#{pane_pid}').trim();
    for (const id of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
      const stat = spawnSync('cat', [`/proc/${id}/stat`], { encoding: 'utf8' }).stdout;
      if (stat.replace(/^.*\) /, '').split(' ')[1] === shell) return Number(id);
    }
    throw new Error('no process');
  }
}

const views: readonly (readonly [string, RegExp])[] = [
  ['O', /▸ Negotiate +\d/],
  ['S', /[▸▾] 127\.0\.0\.1:\d+ → 127\.0\.0\.1:445/],
  ['F', /lease\w*\.dat/],
  ['P', /[▸▾] \w+/],
  ['T', /CREATE +\d+/],
  ['L', /[▸▾] (lease|oplock) /],
  ['C', /127\.0\.0\.1:\d+ → 127/],
  ['V', /no calls of FSRVP/],
  ['W', /no calls of the Service Witness/],
  ['D', /no RPC calls/],
  ['M', /→ Negotiate/],
];

describe.skipIf(!isThere)('in a terminal', () => {
  test.each([
    [80, 24],
    [120, 40],
  ])('%ix%i: every view, a filter, the help, quit', async (columns, rows) => {
    const window = new Window(`walk-${columns}`, columns, rows);
    await window.shows(/q quit/);
    for (const [key, what] of views) {
      window.keys(key);
      await window.shows(what);
    }
    window.keys('/', 'smb2.cmd == CREATE');
    await window.shows('Filter: smb2.cmd == CREATE');
    window.keys('Enter');
    await window.shows(/\d of \d[\d,]* messages: filter smb2\.cmd == CREATE/);
    window.keys('G', 'Tab', 'j', 'l', 'Tab', 'l', 'j');
    await window.shows(/━ (Frame|Reassembled)/);
    window.keys('?');
    await window.shows('view: operations');
    window.keys('x', 'Escape');
    await window.shows('The filter is removed');
    window.keys('q');
    await window.isRestored(0);
  });

  test.skipIf(!samples.includes(ENCRYPTED))('a password, and what it opens', async () => {
    const { credentials } = JSON.parse(readFileSync(`${samplePath(ENCRYPTED)}.keys.json`, 'utf8'));
    const { user, password } = credentials.find((c: { user: string }) => c.user === 'alice');
    const window = new Window('keys', 80, 24, '', `--no-keys ${samplePath(ENCRYPTED)}`);
    await window.shows(/← Session Setup +sig/);
    window.keys('12', 'G');
    await window.shows(/→ Encrypted +enc/);
    window.keys('K', `${user}:${password}`);
    const typing = await window.shows(`: ${user}:••••`);
    expect(typing).not.toContain(password);
    window.keys('Enter');
    await window.shows('Decrypted: 140 messages');
    const screen = await window.shows(/→ Tree Connect +dec +Tree: /);
    expect(screen).toMatch(/← Session Setup +ok/);
    expect(screen).toContain('Message 12 ');
    window.keys('S');
    await window.shows(/Session 0x\w+ .*password/);
    window.keys('q');
    await window.isRestored(0);
  });

  test('Ctrl-Z, and back', async () => {
    const window = new Window('stop', 80, 24);
    await window.shows(/q quit/);
    // The shell of this window controls no jobs: the screen comes back by itself.
    window.keys('C-z', 'G');
    await window.shows(/(\d+) \/ \1/);
    window.keys('q');
    await window.isRestored(0);
  });

  test('another size', async () => {
    const window = new Window('size', 120, 40);
    await window.shows(/q quit/);
    tmux('resize-window', '-t', 'size', '-x', '80', '-y', '24');
    const screen = await window.shows(/ M?essages O S F P T L C/);
    expect(screen.trimEnd().split('\n').length).toBeLessThanOrEqual(24);
    tmux('resize-window', '-t', 'size', '-x', '300', '-y', '100');
    await window.shows(/Messages Operations Sessions/);
    window.keys('q');
    await window.isRestored(0);
  });

  test('SIGTERM gives the terminal back', async () => {
    const window = new Window('term', 80, 24);
    await window.shows(/q quit/);
    process.kill(window.process, 'SIGTERM');
    await window.isRestored(143);
  });

  test('a crash gives the terminal back and says one line', async () => {
    const crash = 'data:text/javascript,setTimeout(()=>{throw%20new%20Error("thrown")},1500)';
    const window = new Window('crash', 80, 24, `NODE_OPTIONS='--import=${crash}'`);
    await window.shows('internal error: thrown');
    await window.isRestored(2);
  });
});
