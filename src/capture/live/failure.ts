import type { Backend } from './backends.ts';
import type { Ending } from './recorder.ts';
import type { Request } from './request.ts';

/** Why a back-end did not begin. Where the `request` is at fault no other one will do better. */
export interface Failure {
  readonly kind: 'missing' | 'permission' | 'request' | 'other';
  readonly text: string;
}

/** What back-ends say while all is well. */
const COUNTING =
  /^(Capturing on|File:|Packets|Got \d|Running as|listening on|data link type)|packets? (captured|received|dropped)|frames captured/;
const NO_INTERFACE = /no such device|no device named|no such network interface|interface .* not found/i;
const NO_PERMISSION = /permission|not permitted/i;

/** The first line that is about something else. */
export function remarkOf(text: string, backend: Backend): string {
  for (const line of text.split(/[\r\n]+/)) {
    const said = line.replace(new RegExp(`^${backend.name}: `), '').trim();
    if (said !== '' && !COUNTING.test(said)) return said.replace(/[.:]$/, '');
  }
  return '';
}

/** What went wrong and what to do, of a back-end that ended before it had written anything. */
export function failureOf(backend: Backend, { interface: name, filter, path }: Request, ending: Ending, text: string): Failure {
  const program = backend.name;
  if (ending.error === 'ENOENT') return { kind: 'missing', text: `${program} is not there: ${backend.advice}` };
  if (ending.error !== '' && ending.error !== 'EACCES')
    return { kind: 'other', text: `${program} cannot be run (${ending.error}): try another --backend` };
  if (ending.error === 'EACCES' || NO_PERMISSION.test(text))
    return {
      kind: 'permission',
      text: `${program} may not capture on ${name}: run as root, or let yourself capture (Debian: dpkg-reconfigure wireshark-common, then join the group wireshark)`,
    };
  if (NO_INTERFACE.test(text)) return { kind: 'request', text: `there is no interface "${name}": smbscope interfaces lists them` };
  const said = remarkOf(text, backend);
  if (path !== undefined && text.includes('could not be opened'))
    return { kind: 'request', text: `${path} cannot be written: name a file in a folder that you may write to` };
  const why = filter === '' ? undefined : complaintOf(text, said);
  if (why !== undefined)
    return { kind: 'request', text: `-f "${filter}" is no capture filter (${why}): write it as pcap-filter(7) says, as in "port 445"` };
  if (text.includes("Cannot find module 'cap'")) return { kind: 'missing', text: `cap is not there: ${backend.advice}` };
  const how = ending.signal ?? `code ${ending.code}`;
  return { kind: 'other', text: `${program} cannot capture on ${name} (${said === '' ? how : said}): try another --backend` };
}

/** What is wrong with the filter: dumpcap says so in brackets; the others say nothing else. */
function complaintOf(text: string, said: string): string | undefined {
  const [, inBrackets] = /valid capture filter \((.*)\)/.exec(text) ?? [];
  const complaint = inBrackets ?? (/filter|syntax|unknown (host|port|network|ether)|expression/i.test(said) ? said : undefined);
  return complaint?.replace(/^can't parse filter expression: /, '');
}
