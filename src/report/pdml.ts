import { safe, type Writer } from '../bytes/writer.ts';
import { Kind, type Node } from '../dissect/node.ts';
import { isSecret, labelFor, nameFor, type Source, textFor, valueFor } from '../dissect/show.ts';
import type { UnitRecord } from '../smb/records.ts';

/** PDML as Wireshark writes it (doc/README.xml-output there), a packet a unit. */
export const PDML_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<pdml version="0" creator="smbscope">\n';
export const PDML_FOOT = '</pdml>\n';

export function writePdml(r: UnitRecord, raw: boolean, to: Writer): void {
  to.ascii('<packet>\n');
  for (const n of r.tree) element(n, 1, r.sources, raw, to);
  to.ascii('</packet>\n');
}

function element(n: Node, depth: number, sources: readonly Source[], raw: boolean, to: Writer): void {
  const { data } = sources[n.source]!;
  const tag = depth === 1 && n.kind === Kind.group ? 'proto' : 'field';
  const text = textFor(n, data);
  const label = labelFor(n);
  const value = valueFor(n, data);
  to.ascii('  '.repeat(depth))
    .ascii(`<${tag} name="${nameFor(n)}" showname="`)
    .utf8(xml(text === '' ? label : `${label}: ${text}`));
  to.ascii(`" size="${n.size}" pos="${n.offset}"`);
  if (tag === 'field')
    to.ascii(' show="')
      .utf8(xml(value === undefined ? label : value === true ? '1' : value === false ? '0' : String(value)))
      .byte(34);
  if (tag === 'field' && n.size > 0 && !isSecret(n) && (raw || n.children.length === 0))
    to.ascii(n.kind === Kind.bit ? ' unmaskedvalue="' : ' value="')
      .hex(data, n.offset, n.size)
      .byte(34);
  if (n.children.length === 0) {
    to.ascii('/>\n');
    return;
  }
  to.ascii('>\n');
  for (const child of n.children) element(child, depth + 1, sources, raw, to);
  to.ascii('  '.repeat(depth)).ascii(`</${tag}>\n`);
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;' };
const xml = (s: string): string => safe(s.toWellFormed()).replace(/[&<>"'\ufffe\uffff]/g, (c) => entities[c] ?? '\ufffd');
