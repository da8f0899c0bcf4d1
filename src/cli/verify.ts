import { toDescriptor, Writer } from '../bytes/writer.ts';
import { dialectName } from '../report/constants.ts';
import { type ChannelVerdict, type SessionVerdict, type Verification, verification } from '../report/verify.ts';
import { asked, type CommonOptions, conclude, filterOf, index } from './session.ts';

export interface VerifyOptions extends CommonOptions {
  readonly format?: 'text' | 'json';
}

const WRONG = 1;

export async function verify(paths: readonly string[], options: VerifyOptions): Promise<number> {
  const filter = await filterOf(options);
  const pass = await index(paths, options, true);
  const out = new Writer(toDescriptor(1));
  const found = verification(pass, asked(pass, options, filter));
  if (options.format === 'json') out.utf8(JSON.stringify(found, null, 2)).byte(10);
  else print(found, out);
  out.flush();
  const code = conclude(pass.capture, options);
  return found.signatures.bad + found.encryption.bad > 0 ? WRONG : code;
}

const COLUMNS = ['messages', 'ok', 'bad', 'echo', 'not verified'] as const;

function print({ signatures: s, encryption: e, sessions, findings }: Verification, out: Writer): void {
  const by = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ');
  out
    .text(
      `Signatures: ${s.signed} signed, ${s.ok} ok${s.ok > 0 ? ` (${by(s.byAlgorithm)})` : ''}, ${s.bad} bad, ${s.echo} echoes, ${s.unverified} not verified`,
    )
    .byte(10);
  out
    .text(
      `Encryption: ${e.transforms} messages, ${e.ok} opened${e.ok > 0 ? ` (${by(e.byCipher)})` : ''}, ${e.bad} bad, ${e.unverified} not opened`,
    )
    .byte(10);
  for (const one of sessions) session(one, out);
  if (findings.length > 0) out.ascii('\n');
  for (const f of findings) out.text(`${f.severity}: message ${f.message}, frame ${f.frame}: ${f.kind}: ${f.text} (${f.spec})`).byte(10);
}

function session(s: SessionVerdict, out: Writer): void {
  const facts = [s.user, s.authentication, dialectName(s.dialect), s.cipher, s.keySource === '' ? 'no key' : `key: ${s.keySource}`];
  out
    .byte(10)
    .text(`Session ${s.sessionId}: ${facts.filter((f) => f !== '').join(', ')}`)
    .byte(10);
  const width = Math.max(10, ...s.channels.map((c) => c.connection.length));
  if (s.channels.length === 0) return;
  out
    .text(`  ${'connection'.padEnd(width)}  ${'algorithm'.padEnd(11)}${COLUMNS.map((c) => c.padStart(13)).join('')}  first bad frame`)
    .byte(10);
  for (const c of s.channels) channel(c, width, out);
}

function channel(c: ChannelVerdict, width: number, out: Writer): void {
  const counts = [c.messages, c.ok, c.bad, c.echo, c.unverified].map((n) => String(n).padStart(13)).join('');
  out
    .text(`  ${c.connection.padEnd(width)}  ${c.signingAlgorithm.padEnd(11)}${counts}${c.firstBad === 0 ? '' : `  ${c.firstBad}`}`)
    .byte(10);
}
