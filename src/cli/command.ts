import { Command, CommanderError, Option } from 'commander';
import { UserError } from '../bytes/user-error.ts';
import { OutputClosed, safe } from '../bytes/writer.ts';
import { backendNames } from '../capture/live/request.ts';
import { keyed } from './keys-options.ts';

declare const VERSION: string;

const EPILOGUE = `
CAPTURE is a pcap or pcapng file, also compressed with gzip, zstd or lz4; several are read as one, in the order of time;
"-" is standard input. The content decides, not the name.

Exit status: 0 done; 1 done, and a signature or tag is bad; 2 could not be done; 3 done, but the capture is cut short or damaged and what was readable was processed.`;

const whole = (text: string): number => {
  if (!/^\d+$/.test(text) || Number(text) < 1) throw new UserError(`"${text}" is no message number: give a whole number from 1`);
  return Number(text);
};

const counted = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UserError(`-c ${text} is not understood: give a whole number of frames from 1`);
  return Number(text);
};

const MAX_JOBS = 64;
const jobs = (text: string): number => {
  if (!/^[1-9]\d?$/.test(text) || Number(text) > MAX_JOBS)
    throw new UserError(`--jobs ${text} is not understood: give a number from 1 to ${MAX_JOBS}`);
  return Number(text);
};

const collect = (value: string, all: string[] = []): string[] => [...all, value];

const filterOption = (): Option =>
  new Option('-Y, --filter <expression>', "display filter: only messages that fulfil it, in Wireshark's syntax");

const range = (command: Command): Command =>
  keyed(command)
    .addOption(new Option('--from <n>', 'first message').argParser(whole))
    .addOption(new Option('--to <n>', 'last message').argParser(whole))
    .addOption(filterOption());

const format = (...choices: string[]): Option => new Option('--format <format>', 'output format').choices(choices).default(choices[0]);

function program(finish: (code: number) => void): Command {
  const root = new Command('smbscope')
    .description('Analyzes SMB2/3 captures: opens the terminal UI, or prints what a capture holds.')
    .version(VERSION, '--version')
    .option('-q, --quiet', 'no progress and no remarks on standard error')
    .option('--no-color', 'no colours (also NO_COLOR)')
    .addHelpText('after', EPILOGUE)
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(`smbscope: ${text.replace(/^error: /, '').trim()}; --help shows what there is\n`),
    });
  const captures = (command: Command): Command => range(command.argument('<capture...>', 'capture files, or "-"'));

  captures(root.command('open', { isDefault: true }))
    .description('open the terminal UI; with standard output not a terminal, the same as list')
    .option('--follow', 'the capture is still being written: go on with what comes')
    .action(async (paths: string[], options) => finish(await (await import('./open.ts')).open(paths, { ...root.opts(), ...options })));
  keyed(root.command('info'))
    .argument('<capture...>', 'capture files, or "-"')
    .description('the file itself: format, frames, times, interfaces, streams, units and messages, gaps, damage')
    .addOption(format('text', 'json'))
    .action(async (paths: string[], options) => finish(await (await import('./info.ts')).info(paths, { ...root.opts(), ...options })));
  captures(root.command('list'))
    .description('one line a message')
    .addOption(format('text', 'jsonl', 'csv'))
    .option('--operations', 'a line an operation with status and latency, beneath it its messages: request, interim and final response')
    .addOption(new Option('--sort <order>', 'of operations: by time, or the slowest first').choices(['time', 'latency']).default('time'))
    .action(async (paths: string[], options) => finish(await (await import('./list.ts')).list(paths, { ...root.opts(), ...options })));
  captures(root.command('dump'))
    .description('the full tree of each unit')
    .addOption(format('text', 'jsonl', 'pdml'))
    .option('--raw', "add each node's bytes")
    .addOption(new Option('--jobs <n>', 'threads for a large capture; the output is the same').argParser(jobs))
    .action(async (paths: string[], options) => finish(await (await import('./dump.ts')).dump(paths, { ...root.opts(), ...options })));
  captures(root.command('sessions'))
    .description('connections, sessions with their channels, tree connects and opens, as MS-SMB2 models them')
    .addOption(format('text', 'json'))
    .action(async (paths: string[], options) =>
      finish(await (await import('./sessions.ts')).sessions(paths, { ...root.opts(), ...options })),
    );
  captures(root.command('verify'))
    .description('verify every signature and authentication tag that the keys allow, and say why where it is not possible')
    .addOption(format('text', 'json'))
    .action(async (paths: string[], options) => finish(await (await import('./verify.ts')).verify(paths, { ...root.opts(), ...options })));
  captures(root.command('keys'))
    .description('the sessions found, what is known of the keys of each, and how')
    .addOption(format('text', 'json'))
    .option('--show-secrets', 'print the keys themselves')
    .action(async (paths: string[], options) => finish(await (await import('./keys.ts')).keys(paths, { ...root.opts(), ...options })));
  captures(root.command('leases'))
    .description('leases and oplocks: granted, broken, acknowledged, who waited')
    .addOption(format('text', 'json'))
    .action(async (paths: string[], options) => finish(await (await import('./leases.ts')).leases(paths, { ...root.opts(), ...options })));
  captures(root.command('snapshots'))
    .description('shadow copy sets of FSRVP: copies, exposed shares and who connects to them, calls out of order or too late')
    .addOption(format('text', 'json'))
    .action(async (paths: string[], options) =>
      finish(await (await import('./snapshots.ts')).snapshots(paths, { ...root.opts(), ...options })),
    );
  captures(root.command('witness'))
    .description('the Service Witness Protocol: interfaces, registrations, what clients were told, and where their sessions moved')
    .addOption(format('text', 'json'))
    .action(async (paths: string[], options) =>
      finish(await (await import('./witness.ts')).witness(paths, { ...root.opts(), ...options })),
    );
  captures(root.command('rpc'))
    .description(
      'RPC calls with latency and what they returned, and context handles from the call that opened each to the one that closed it',
    )
    .addOption(format('text', 'json'))
    .action(async (paths: string[], options) => finish(await (await import('./rpc.ts')).rpc(paths, { ...root.opts(), ...options })));
  range(
    root
      .command('stats')
      .argument('<capture>', 'capture file, or "-"')
      .argument('<what>', 'rtt: response times by command')
      .argument('[more...]', 'further captures'),
  )
    .description(
      'statistics: stats CAPTURE rtt prints the response times of each command, with percentiles; waiting after STATUS_PENDING apart',
    )
    .addOption(format('text', 'json'))
    .action(async (path: string, what: string, more: string[], options) => {
      if (what !== 'rtt') throw new UserError(`there is no statistic "${what}": rtt is there`);
      finish(await (await import('./stats.ts')).stats([path, ...more], { ...root.opts(), ...options }));
    });
  range(root.command('fields').argument('[capture...]', 'capture files, or "-"'))
    .description('chosen fields, a row a message; or, without a capture, the fields that there are')
    .option('-e <field>', 'a field to print, by its filter name (repeatable)', collect)
    .option('-E <option>', 'separator=C|/t|/s, header=y|n, occurrence=f|l|a, aggregator=C, quote=d|s|n (repeatable)', collect)
    .option('--list [protocol]', 'list every field that is known: name, type, label')
    .action(async (paths: string[], options) => finish(await (await import('./fields.ts')).fields(paths, { ...root.opts(), ...options })));
  root
    .command('interfaces')
    .description('where smbscope live can capture, and what with')
    .addOption(format('text', 'json'))
    .action(async (options) => finish((await import('./interfaces.ts')).interfaces(options)));
  keyed(root.command('live'))
    .argument('[interface]', 'interface, or "-" for a capture on standard input that is still coming')
    .description('capture on an interface: into the terminal UI, or a line a message when standard output is no terminal')
    .option('-f <BPF>', 'capture filter, as in "port 445"')
    .option('-w <file>', 'keep the capture in this file')
    .addOption(new Option('-c <n>', 'stop after so many frames').argParser(counted))
    .option('-a <condition>', 'duration:S: stop after so many seconds', collect)
    .option('-b <condition>', 'a ring of files: filesize:KB and files:N, both needed (repeatable)', collect)
    .option('--follow <file>', 'instead of an interface a file that is still being written')
    .addOption(new Option('--backend <name>', 'the only one to try; otherwise the first of these that can').choices(backendNames))
    .addOption(filterOption())
    .addOption(new Option('--format <format>', 'lines instead of the UI').choices(['text', 'jsonl', 'csv']))
    .action(async (name: string | undefined, options) =>
      finish(await (await import('./live.ts')).live(name, { ...root.opts(), ...options })),
    );
  return root;
}

/** Runs the command line and returns the exit code. */
export async function run(args: readonly string[]): Promise<number> {
  let code = 0;
  try {
    await program((c) => {
      code = c;
    }).parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof OutputClosed) return 0;
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const message =
      error instanceof UserError ? error.message : `internal error: ${error instanceof Error ? error.message : String(error)}`;
    process.stderr.write(`smbscope: ${safe(message)}\n`);
    // A script reads one line; a person is shown the place too.
    if (error instanceof UserError && process.stderr.isTTY === true)
      for (const line of error.lines) process.stderr.write(`${safe(line)}\n`);
    if (process.env.SMBSCOPE_TRACE !== undefined && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return 2;
  }
}
