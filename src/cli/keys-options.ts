import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { UserError } from '../bytes/user-error.ts';
import { safe } from '../bytes/writer.ts';
import { type KeyMaterial, mergeKeys, noKeys } from '../smb/keys/material.ts';
import { parseCredentialOption, parseSessionKeyOption, readKeysFile, readKeytabFile } from '../smb/keys/read.ts';

interface Secret {
  readonly password?: string;
  readonly ntHash?: string;
}

/** Keys as the command line gives them. */
export interface KeyOptions {
  readonly quiet?: boolean;
  readonly sessionKey?: readonly string[];
  readonly user?: readonly string[];
  /** Passwords and NT hashes in their order: one for each user. */
  readonly secrets?: readonly Secret[];
  readonly keytab?: readonly string[];
  readonly keys?: readonly string[];
  /** Whether a keys file next to the capture is taken. */
  readonly besideCapture?: boolean;
}

const collect = (value: string, all: string[] = []): string[] => [...all, value];

/** `--no-keys` stands beside `--keys FILE`: it does not take that back. */
class NoKeys extends Option {
  override attributeName(): string {
    return 'besideCapture';
  }
}

/** `--password` and `--nt-hash` fill one list, so that each finds its user. */
class SecretOption extends Option {
  constructor(name: 'password' | 'ntHash', flags: string, text: string) {
    super(flags, text);
    this.argParser((value, all: readonly Secret[] = []) => [...all, { [name]: value }]);
  }

  override attributeName(): string {
    return 'secrets';
  }
}

/** Adds the options that give keys. */
export function keyed(command: Command): Command {
  const repeatable = (flags: string, text: string): Option => new Option(flags, text).argParser(collect);
  return command
    .addOption(
      repeatable('--keys <file>', "keys: our JSON, smbinfo's output, a Samba log, Wireshark's smb2_seskey_list, a keytab (repeatable)"),
    )
    .addOption(repeatable('--session-key <id:key>', 'session key of a session, both hex (repeatable)'))
    .addOption(
      repeatable('--user <name>', '[DOMAIN\\]NAME, with its --password or --nt-hash (repeatable: the first secret is of the first user)'),
    )
    .addOption(new SecretOption('password', '--password <password>', 'password of a --user'))
    .addOption(new SecretOption('ntHash', '--nt-hash <hex>', 'NT hash of a --user, in place of a password'))
    .addOption(repeatable('--keytab <file>', 'Kerberos keytab (repeatable)'))
    .addOption(new NoKeys('--no-keys', "don't take CAPTURE.keys.json, which is taken by itself"));
}

/** All keys that were given, those next to the captures last. */
export function keysOf(paths: readonly string[], options: KeyOptions): KeyMaterial {
  const given = mergeKeys(
    { ...noKeys(), sessions: (options.sessionKey ?? []).map(parseSessionKeyOption), credentials: credentials(options) },
    ...(options.keytab ?? []).map((path) => ({ ...noKeys(), keytab: readKeytabFile(path) })),
    ...(options.keys ?? []).map(readKeysFile),
  );
  const beside = options.besideCapture === false ? [] : paths.map((path) => `${path}.keys.json`).filter((path) => existsSync(path));
  for (const path of beside) if (options.quiet !== true) process.stderr.write(`smbscope: keys from ${safe(path)}\n`);
  return mergeKeys(given, ...beside.map(readKeysFile));
}

/** Users in their order, each with its password or hash. */
function credentials({ user = [], secrets = [] }: KeyOptions): KeyMaterial['credentials'] {
  if (secrets.length !== user.length) throw new UserError('every --user wants one --password or --nt-hash: give them in pairs');
  return user.map((name, i) => parseCredentialOption(name, secrets[i]?.password, secrets[i]?.ntHash));
}
