import { type ChildProcess, spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import type { Backend } from './backends.ts';

/** Where capture programs lie that an ordinary user's PATH leaves out. */
const SYSTEM_FOLDERS = ['/usr/sbin', '/sbin', '/usr/local/sbin'];
const REPORT_INTERVAL = 1000;
/** A back-end that was asked to end and has not is ended. */
const PATIENCE = 5000;
const TEXT_KEPT = 16_384;

/** Text of other programs is read, so they speak the language that we know. */
export const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  LC_ALL: 'C',
  PATH: [process.env.PATH ?? '', ...SYSTEM_FOLDERS].join(delimiter),
});

/** How a back-end ended. `code` is null when a signal or its absence ended it. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Why it could not even begin: ENOENT, EACCES… */
  readonly error: string;
}

/** A back-end at work. It ends with this process, however that ends. */
export class Recorder {
  readonly backend: Backend;
  /** Frames that the kernel dropped; NaN while that is not known. */
  dropped = Number.NaN;
  /** The end of what it said. */
  text = '';
  isStopped = false;
  readonly ended: Promise<Ending>;
  private readonly child: ChildProcess;
  private reports: NodeJS.Timeout | undefined;

  /** `output` is the descriptor of the capture's file. */
  constructor(backend: Backend, [program, ...args]: readonly [string, ...string[]], output: number | 'ignore') {
    this.backend = backend;
    // Closing its standard input is what tells our own child that we are gone. Ctrl-C is for us to pass on.
    this.child = spawn(program, args, { stdio: ['pipe', output, 'pipe'], env: environment(), detached: true, windowsHide: true });
    this.child.stdin?.on('error', () => {});
    this.child.stderr?.setEncoding('utf8').on('data', this.listen);
    process.on('exit', this.terminate);
    this.ended = new Promise((resolve) => {
      this.child.on('error', (error: NodeJS.ErrnoException) => resolve({ code: null, signal: null, error: error.code ?? error.message }));
      this.child.on('close', (code, signal) => resolve({ code, signal, error: '' }));
    });
    void this.ended.then(() => {
      clearInterval(this.reports);
      process.off('exit', this.terminate);
    });
  }

  /** Asks now and then for the counters, of a back-end that has begun. */
  begin(): void {
    const { reportSignal } = this.backend;
    if (reportSignal !== undefined && !this.isStopped)
      this.reports = setInterval(() => this.child.kill(reportSignal), REPORT_INTERVAL).unref();
  }

  /** Lets it write what it still has, and end. */
  stop(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    clearInterval(this.reports);
    this.child.kill('SIGINT');
    const impatience = setTimeout(() => this.child.kill('SIGKILL'), PATIENCE).unref();
    void this.ended.then(() => clearTimeout(impatience));
  }

  private readonly terminate = (): void => {
    this.child.kill('SIGTERM');
  };

  private readonly listen = (piece: string): void => {
    this.text = (this.text + piece).slice(-TEXT_KEPT);
    const { dropped } = this.backend;
    if (dropped === undefined) return;
    for (const [, count] of this.text.matchAll(dropped)) this.dropped = Number(count);
  };
}
