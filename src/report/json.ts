import type { Writer } from '../bytes/writer.ts';
import { Kind, type Node } from '../dissect/node.ts';
import { isSecret, labelFor, maskFor, nameFor, type Source, severityFor, textFor, valueFor } from '../dissect/show.ts';
import type { UnitRecord } from '../smb/records.ts';

/** A record as one line of JSON, in the shape of the interface contract. */
export function writeJson(r: UnitRecord, raw: boolean, to: Writer): void {
  to.ascii('{"unit":').number(r.unit).ascii(',"messages":[').ascii(r.messages.join(',')).ascii('],"frame":').number(r.frame);
  to.ascii(',"frames":[')
    .ascii(r.frames.join(','))
    .ascii('],"time":"')
    .ascii(r.time)
    .ascii('","src":"')
    .ascii(r.src)
    .ascii('","dst":"')
    .ascii(r.dst);
  to.ascii('","stream":').number(r.stream).ascii(',"protocol":"').ascii(r.protocol).ascii('","summary":').json(r.summary);
  if (r.sources.length > 1) {
    to.ascii(',"sources":[');
    r.sources.forEach((s, id) => {
      if (id > 0) to.ascii(id > 1 ? ',' : '').ascii(`{"id":${id},"kind":"${s.kind}","size":${s.data.byteLength}}`);
    });
    to.ascii(']');
  }
  to.ascii(',"tree":[');
  nodes(r.tree, r.sources, raw, to);
  to.ascii(']}\n');
}

function nodes(list: readonly Node[], sources: readonly Source[], raw: boolean, to: Writer): void {
  for (let i = 0; i < list.length; i++) {
    if (i > 0) to.byte(44);
    node(list[i]!, sources, raw, to);
  }
}

function node(n: Node, sources: readonly Source[], raw: boolean, to: Writer): void {
  const { data } = sources[n.source]!;
  const name = nameFor(n);
  to.ascii('{');
  if (name !== '') to.ascii('"name":"').ascii(name).ascii('",');
  to.ascii('"label":')
    .json(labelFor(n))
    .ascii(',"source":')
    .number(n.source)
    .ascii(',"offset":')
    .number(n.offset)
    .ascii(',"size":')
    .number(n.size);
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
  if (n.children.length > 0) {
    to.ascii(',"children":[');
    nodes(n.children, sources, raw, to);
    to.byte(93);
  }
  to.byte(125);
}
