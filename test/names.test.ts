import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { nameFor } from '../src/dissect/show.ts';
import { catalogue, declarations } from '../src/report/catalogue.ts';
import { Records } from '../src/smb/records.ts';
import { everyNode, passOf, root, samples } from './samples.ts';
import { has } from './tools.ts';

const hasTshark = has('tshark');
const skipped = hasTshark ? '' : ' (skipped: tshark is not installed)';

/** Wireshark's types for what a field of ours can be; what is worked out (`generated`) or only groups may be anything there. */
const compatible: Readonly<Record<string, RegExp>> = {
  boolean: /^FT_(BOOLEAN|U?INT\d+)$/,
  bytes: /^FT_(BYTES|UINT_BYTES|NONE|U?INT\d+|STRINGZ?|GUID)$/,
  ether: /^FT_ETHER$/,
  generated: /./,
  group: /./,
  guid: /^FT_GUID$/,
  ipv4: /^FT_IPv4$/,
  ipv6: /^FT_IPv6$/,
  // A coded time, UUID or OID is text to us.
  string: /^FT_(STRING|STRINGZ|UINT_STRING|STRINGZPAD|ABSOLUTE_TIME|GUID|OID|NONE)$/,
  time: /^FT_(ABSOLUTE|RELATIVE)_TIME$/,
};
/** FT_NONE: a constant or string of another IDL file, which Wireshark shows without a type. */
const integer = /^FT_(U?INT\d+|BOOLEAN|CHAR|FRAMENUM|NONE)$/;

/** Names that the folders under dissectors/ declare as the project's own, each with its meaning. */
async function ownNames(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const path of readdirSync(join(root, 'dissectors'), { recursive: true, encoding: 'utf8' })) {
    if (!/(^|[\\/])ours\.ts$/.test(path)) continue;
    const { ours } = (await import(pathToFileURL(join(root, 'dissectors', path)).href)) as { ours: Readonly<Record<string, string>> };
    for (const [name, meaning] of Object.entries(ours)) found.set(name, meaning);
  }
  return found;
}

let wireshark: Map<string, string[]> | undefined;

/** Wireshark's fields: name to types; several fields may share a name. */
function wiresharkFields(): Map<string, string[]> {
  if (wireshark !== undefined) return wireshark;
  const found = new Map<string, string[]>();
  for (const line of execFileSync('tshark', ['-G', 'fields'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  }).split('\n')) {
    const [kind, , name, type] = line.split('\t');
    if (kind === 'F') found.set(name!, [...(found.get(name!) ?? []), type!]);
    else if (kind === 'P') found.set(name!, ['FT_PROTOCOL']);
  }
  wireshark = found;
  return found;
}

test.skipIf(!hasTshark)(`every field has Wireshark's name for it, or is listed as ours${skipped}`, async () => {
  const ours = await ownNames();
  const theirs = wiresharkFields();
  const unknown = new Set(
    declarations().flatMap(({ name, label, spec }) => (theirs.has(name) || ours.has(name) ? [] : [`${name} (${spec} ${label})`])),
  );
  expect([...unknown]).toEqual([]);
});

test.skipIf(!hasTshark)(`a field's type goes with Wireshark's${skipped}`, () => {
  const theirs = wiresharkFields();
  const wrong = new Set<string>();
  for (const { name, type, label, spec } of declarations()) {
    const types = theirs.get(name) ?? [];
    const pattern = compatible[type] ?? integer;
    if (types.length > 0 && !types.some((t) => pattern.test(t)))
      wrong.add(`${name}: ${type} (${spec} ${label}), to Wireshark ${types.join(' or ')}`);
  }
  expect([...wrong]).toEqual([]);
});

test.skipIf(!hasTshark)(`what is listed as ours is not Wireshark's${skipped}`, async () => {
  const theirs = wiresharkFields();
  expect([...(await ownNames()).keys()].filter((name) => theirs.has(name))).toEqual([]);
});

test('what is listed as ours is declared, and says what it means', async () => {
  const declared = new Set(catalogue().map((f) => f.name));
  for (const [name, meaning] of await ownNames()) {
    expect(declared, name).toContain(name);
    expect(meaning, name).not.toBe('');
  }
});

test('names are filter names', () => {
  for (const { name } of catalogue()) expect(name).toMatch(/^[a-z_0-9]+([.-][a-zA-Z_0-9]+)*$/);
});

test('every name that a dump of the samples shows is in the catalogue, or is a protocol', async () => {
  const known = new Set(catalogue().map((f) => f.name));
  const missing = new Set<string>();
  for (const name of samples) {
    const pass = await passOf(name);
    const records = new Records(pass);
    for (let unit = 0; unit < pass.units.count; unit++) {
      const { tree } = records.record(unit);
      const protocols = new Set(tree.map((n) => n.tag));
      for (const n of everyNode(tree)) {
        const field = nameFor(n);
        if (field !== '' && !known.has(field) && !protocols.has(field)) missing.add(field);
      }
    }
  }
  expect([...missing]).toEqual([]);
});
