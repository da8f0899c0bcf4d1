import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;

/** Whether a program is on the path, or where the system keeps its own. */
export const isInstalled = (program: string): boolean => PATH.split(':').some((folder) => existsSync(join(folder, program)));

/** What keeps a namespace from being made here; empty when nothing does. */
export function obstacle(...programs: readonly string[]): string {
  if (process.platform !== 'linux') return 'namespaces are of Linux';
  if (process.getuid?.() !== 0) return 'only root may make a network namespace';
  const missing = ['unshare', 'nsenter', 'ip', ...programs].filter((program) => !isInstalled(program));
  return missing.length > 0 ? `${missing.join(', ')} is not installed` : canUnshare() ? '' : 'this machine allows no namespaces';
}

function canUnshare(): boolean {
  try {
    execFileSync('unshare', ['--net', '--pid', '--fork', '--mount', '--mount-proc', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A network of its own with only a loopback in it; what runs in it ends with it. */
export class Namespace {
  readonly folder = mkdtempSync(join(tmpdir(), 'smbscope-live-'));
  private readonly keeper: ChildProcess;
  /** Of the process that keeps it there. */
  keeperPid = 0;

  constructor() {
    chmodSync(this.folder, 0o755);
    // It ends when its input does: with us, at the latest.
    this.keeper = spawn('unshare', ['--net', '--pid', '--mount', '--mount-proc', '--fork', '--kill-child', 'cat'], {
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { ...process.env, PATH },
    });
  }

  async begin(): Promise<void> {
    const children = `/proc/${this.keeper.pid}/task/${this.keeper.pid}/children`;
    for (let turn = 0; turn < 100 && this.keeperPid === 0; turn++) {
      this.keeperPid = Number(readFileSync(children, 'utf8').trim() || 0);
      await sleep(20);
    }
    await sleep(100);
    await this.run('ip', 'link', 'set', 'lo', 'up');
  }

  /** Starts a program in this network; signals reach the program itself. */
  spawn(program: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
    return this.enter(['--net'], program, args, options);
  }

  private enter(which: readonly string[], program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
    return spawn('nsenter', ['-t', String(this.keeperPid), ...which, '--', program, ...args], {
      env: { ...process.env, PATH },
      ...options,
    });
  }

  /** Runs a program to its end and returns what it printed. */
  async run(program: string, ...args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const child = this.spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    child.stdout!.setEncoding('utf8').on('data', (piece: string) => (said.stdout += piece));
    child.stderr!.setEncoding('utf8').on('data', (piece: string) => (said.stderr += piece));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, ...said };
  }

  /** A Samba server with one share that everyone may write to. */
  async startServer(): Promise<void> {
    const { folder } = this;
    for (const name of ['private', 'lock', 'state', 'cache', 'pid', 'ncalrpc', 'wb', 'share', 'log']) mkdirSync(join(folder, name));
    chmodSync(join(folder, 'share'), 0o777);
    const configuration = join(folder, 'smb.conf');
    writeFileSync(configuration, configurationOf(folder));
    // Samba wants folders of the system, and gets its own; its processes are in a namespace that ends them.
    const script =
      'for f in /run/samba /var/log/samba; do mkdir -p $f && mount -t tmpfs tmpfs $f; done; exec smbd -F --no-process-group -s "$1"';
    this.enter(['--net', '--mount', '--pid'], 'sh', ['-c', script, 'sh', configuration], { stdio: 'ignore' });
    for (let turn = 0; turn < 100; turn++) {
      if ((await this.client('exit')).code === 0) return;
      await sleep(100);
    }
    throw new Error('smbd did not begin to listen');
  }

  /** Lets smbclient do something on the share, as a guest unless `who` says otherwise. */
  client(commands: string, ...who: readonly string[]): ReturnType<Namespace['run']> {
    const as = who.length > 0 ? who : ['-N'];
    return this.run('smbclient', '-s', join(this.folder, 'smb.conf'), ...as, '-d0', '//127.0.0.1/share', '-c', commands);
  }

  /** Gives root a password on the server. */
  async addRoot(password: string): Promise<void> {
    const child = this.spawn('smbpasswd', ['-c', join(this.folder, 'smb.conf'), '-s', '-a', 'root'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.stdin!.end(`${password}\n${password}\n`);
    await once(child, 'close');
  }

  async end(): Promise<void> {
    this.keeper.kill('SIGKILL');
    await once(this.keeper, 'exit');
    await sleep(100);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const configurationOf = (folder: string): string => `
[global]
  netbios name = LIVE
  interfaces = 127.0.0.1/8
  bind interfaces only = yes
  smb ports = 445
  disable netbios = yes
  map to guest = Bad User
  guest account = nobody
  load printers = no
  printing = bsd
  printcap name = /dev/null
  private dir = ${folder}/private
  lock directory = ${folder}/lock
  state directory = ${folder}/state
  cache directory = ${folder}/cache
  pid directory = ${folder}/pid
  ncalrpc dir = ${folder}/ncalrpc
  winbindd socket directory = ${folder}/wb
  log file = ${folder}/log/%m
[share]
  path = ${folder}/share
  read only = no
  guest ok = yes
`;
