import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCapture } from '../src/capture/open.ts';
import { Pass } from '../src/smb/pass.ts';
import { Records } from '../src/smb/records.ts';
import { root } from './samples.ts';
import { checkRecord } from './torture.ts';

// More captures than belong into the repository: of other makers, damaged, hostile.
const folder = join(root, '..', 'shared', 'corpus');
const LARGEST = 300_000;
const captures = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (path) => /\.(pcap|pcapng|cap)(\.gz)?$/.test(path) && statSync(join(folder, path)).size < LARGEST,
    )
  : [];

describe.skipIf(captures.length === 0)(`captures of the corpus${captures.length === 0 ? ' (skipped: it is not there)' : ''}`, () => {
  test.each(captures.length === 0 ? ['none'] : captures)('%s', async (name) => {
    const capture = await openCapture([join(folder, name)]);
    const pass = new Pass(capture);
    await pass.run();
    const records = new Records(pass);
    for (let unit = 0; unit < pass.units.count; unit++) checkRecord(records.record(unit), unit % 8 === 0);
    expect(
      pass.messages.unit.subarray(0, pass.messages.count).every((unit, row, all) => unit < pass.units.count && unit >= (all[row - 1] ?? 0)),
    ).toBe(true);
    capture.close();
  });
});
