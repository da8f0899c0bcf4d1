import type { Writer } from '../bytes/writer.ts';
import { Kind, type Node } from '../dissect/node.ts';
import { isSecret, labelFor, maskFor, nameFor, severityFor, textFor, valueFor } from '../dissect/show.ts';

/** A node of any kind up to its children, by what the show functions say of it; `raw`: with its bytes. */
export function writeNode(n: Node, data: DataView, raw: boolean, to: Writer): void {
  const name = nameFor(n);
  to.byte(123);
  if (name !== '') to.ascii('"name":"').ascii(name).ascii('",');
  to.ascii('"label":').json(labelFor(n)).ascii(',"source":').number(n.source);
  to.ascii(',"offset":').number(n.offset).ascii(',"size":').number(n.size);
  if (name !== '') {
    const value = valueFor(n, data)!;
    to.ascii(',"value":');
    if (typeof value === 'string') to.json(value);
    else to.ascii(String(value));
  }
  const text = textFor(n, data);
  if (text !== '') to.ascii(',"text":').json(text);
  if (raw && n.size > 0 && !isSecret(n)) to.ascii(',"raw":"').hex(data, n.offset, n.size).byte(34);
  const mask = maskFor(n);
  if (mask !== undefined) to.ascii(`,"mask":"0x${mask.toString(16).padStart(2 * n.size, '0')}"`);
  if (n.kind === Kind.generated) to.ascii(',"generated":true');
  const severity = severityFor(n);
  if (severity !== undefined) to.ascii(`,"severity":"${severity}"`);
}
