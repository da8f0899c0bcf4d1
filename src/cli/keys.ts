import { toDescriptor, Writer } from '../bytes/writer.ts';
import { dialectName } from '../report/constants.ts';
import { type SessionKeyReport, sessionKeys } from '../report/keys.ts';
import { asked, type CommonOptions, conclude, filterOf, index } from './session.ts';

export interface KeysOptions extends CommonOptions {
  readonly format?: 'text' | 'json';
  readonly showSecrets?: boolean;
}

export async function keys(paths: readonly string[], options: KeysOptions): Promise<number> {
  const filter = await filterOf(options);
  const pass = await index(paths, options, true);
  const out = new Writer(toDescriptor(1));
  const isNarrowed = filter !== null || options.from !== undefined || options.to !== undefined;
  const found = sessionKeys(pass, options.showSecrets === true, isNarrowed ? asked(pass, options, filter) : undefined);
  if (options.format === 'json') out.utf8(JSON.stringify({ sessions: found }, null, 2)).byte(10);
  else if (found.length === 0) out.ascii(isNarrowed ? 'no sessions of such messages\n' : 'no sessions in the capture\n');
  else for (const s of found) print(s, out);
  out.flush();
  return conclude(pass.capture, options);
}

function print(s: SessionKeyReport, out: Writer): void {
  const facts = [
    s.user,
    s.authentication,
    dialectName(s.dialect),
    s.signingAlgorithm,
    s.cipher,
    s.source === '' ? 'no key is known' : `opened by ${s.source}`,
  ];
  out.text(`Session ${s.sessionId}: ${facts.filter((f) => f !== '').join(', ')}`).byte(10);
  for (const note of s.notes) out.text(`  ${note}`).byte(10);
  const secrets: readonly (readonly [string, string | undefined])[] = [
    ['session key', s.sessionKey],
    ['signing key', s.signingKey],
    ['application key', s.applicationKey],
    ['encryption key, client to server', s.encryptionKeyC2S],
    ['encryption key, server to client', s.encryptionKeyS2C],
  ];
  for (const [label, value] of secrets) if (value !== undefined) out.text(`  ${label.padEnd(34)}${value}`).byte(10);
  for (const c of s.boundChannels) {
    out.text(`  channel ${c.connection}: ${c.signingAlgorithm}${c.source === '' ? '' : `, ${c.source}`}`).byte(10);
    if (c.channelSigningKey !== undefined) out.text(`  ${'channel signing key'.padEnd(34)}${c.channelSigningKey}`).byte(10);
  }
}
