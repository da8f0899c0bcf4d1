import { expect, test } from 'vitest';
import { Writer } from '../../src/bytes/writer.ts';
import { Cells, printed } from '../../src/query/cells.ts';
import { catalogue } from '../../src/report/catalogue.ts';
import { Records } from '../../src/smb/records.ts';
import { passOf, samples } from '../samples.ts';

const NAMES = catalogue()
  .map((f) => f.name)
  .filter((name) => /^(frame|ip|tcp|smb2|nbss)\./.test(name));
const ALL = new Set(NAMES);

test.each(samples)('%s: what the index and places say is what a scan finds', async (name) => {
  const pass = await passOf(name);
  const records = new Records(pass);
  const cells = new Cells(pass, new Records(pass), NAMES);
  const writer = new Writer();
  const differing: string[] = [];
  let known = 0;
  for (let row = 0; row < pass.messages.count; row++) {
    const found = new Map<string, string>();
    records.scan(row, ALL, (of, node, data) => {
      const before = found.get(of);
      found.set(of, before === undefined ? printed(node, data) : `${before},${printed(node, data)}`);
    });
    cells.stand(row);
    for (let field = 0; field < NAMES.length; field++) {
      if (!cells.write(field, writer)) continue;
      known++;
      const written = writer.take();
      const right = found.get(NAMES[field]!) ?? '';
      if (written !== right) differing.push(`message ${row + 1}, ${NAMES[field]}: ${written}, not ${right}`);
    }
  }
  expect(differing).toEqual([]);
  expect(known).toBeGreaterThan(pass.messages.count);
});
