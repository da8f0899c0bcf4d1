import { expect, test } from 'vitest';
import { Writer } from '../src/bytes/writer.ts';
import { writeText } from '../src/report/text.ts';
import { Protocol } from '../src/smb/columns.ts';
import type { Pass } from '../src/smb/pass.ts';
import { Records, type UnitRecord } from '../src/smb/records.ts';
import { passOf, samples } from './samples.ts';

const LONGEST = 140_000;
const AROUND = new Set(['frame', 'eth', 'sll', 'ip', 'ipv6', 'tcp', 'udp']);

// What `smbscope dump` prints: of each sample the first unit in full, and the messages of every unit that shows something new.
test.each(samples)('%s', async (name) => {
  const pass = await passOf(name);
  const records = new Records(pass);
  const out = new Writer();
  const seen = new Set<string>();
  let text = '';
  for (let unit = 0; unit < pass.units.count && text.length < LONGEST; unit++) {
    const record = records.record(unit);
    const kinds = kindsOf(pass, record);
    if (kinds.every((kind) => seen.has(kind))) continue;
    for (const kind of kinds) seen.add(kind);
    writeText(text === '' ? record : { ...record, tree: record.tree.filter((n) => !AROUND.has(n.tag ?? '')) }, false, out);
    text += out.take();
  }
  text += `${pass.units.count} units, ${pass.messages.count} messages\n`;
  await expect(text).toMatchFileSnapshot(`golden/${name}.txt`);
});

/** What tells a unit from one that was shown: its messages without the values that differ from one to the next. */
function kindsOf(pass: Pass, record: UnitRecord): string[] {
  if (record.messages.length === 0) return [record.tree.map((n) => n.extra).join()];
  return record.messages.map((message) => {
    const { protocol, command, flags, status, detail } = pass.messages;
    const row = message - 1;
    if (protocol[row] !== Protocol.smb2) return [record.summary, status[row]].join();
    const hasMeaning = [11, 14, 16, 17].includes(command[row]!);
    const names = record.summary.match(/Pattern|Encrypted|Notification|missing|captured/g) ?? [];
    return [
      protocol[row],
      command[row],
      flags[row]! & 7,
      status[row],
      hasMeaning ? detail[row] : 0,
      record.messages.length,
      ...names,
    ].join();
  });
}
