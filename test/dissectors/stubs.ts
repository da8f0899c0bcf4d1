import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { PduFacts } from '../../dissectors/facts.ts';
import { VerificationTrailer } from '../../dissectors/rpc/auth.ts';
import { interfaces } from '../../dissectors/rpc/index.ts';
import { openCapture } from '../../src/capture/open.ts';
import { Kind, type Node } from '../../src/dissect/node.ts';
import type { Interface, Operation } from '../../src/dissect/rpc.ts';
import type { Struct } from '../../src/dissect/struct.ts';
import { accountFor, tree } from '../../src/dissect/tree.ts';
import { type KeyMaterial, noKeys } from '../../src/smb/keys/material.ts';
import { readKeysFile } from '../../src/smb/keys/read.ts';
import { Parts } from '../../src/smb/parts.ts';
import { Pass } from '../../src/smb/pass.ts';
import type { Call } from '../../src/smb/rpc/association.ts';
import { place } from '../../src/smb/sources.ts';
import { root } from '../samples.ts';

/** What of the facts a stub's rows depend on. */
export type Syntax = Pick<PduFacts, 'isResponse' | 'isNdr64' | 'isBigEndian'>;

/** Stub data of one direction of a call, as a capture has it. */
export interface StubData {
  readonly capture: string;
  readonly frame: number;
  readonly interface: Interface;
  readonly operation: Operation;
  readonly isRequest: boolean;
  readonly table: Struct;
  readonly facts: Syntax;
  readonly bytes: Buffer;
  /** It was captured to its end. */
  readonly isWhole: boolean;
  /** A verification trailer follows: it lies at a multiple of four. */
  readonly isVerified: boolean;
  /** Of a response what it answers; null where that is not in the capture. */
  readonly request: StubData | null;
}

const corpus = join(root, '..', 'shared', 'corpus');
export const isCorpusThere = existsSync(corpus);
const folders = [join(root, 'samples'), join(corpus, 'samba'), join(corpus, 'zeek')].filter(existsSync);

/** Captures of the samples and, where it lies beside the checkout, of the corpus: each name once. */
export const captures: readonly string[] = [
  ...new Map(
    folders
      .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
      .filter((path) => /\.(pcap|pcapng|cap)(\.gz)?$/.test(path) && statSync(path).size < 3_000_000)
      .map((path) => [basename(path), path]),
  ).values(),
];

const directions = new Map<Struct, { of: Interface; operation: Operation }>();
for (const of of interfaces)
  for (const operation of of.operations.values())
    for (const table of [operation.request, operation.response]) if (table !== null) directions.set(table, { of, operation });

/** What lies beside a capture to open it with. */
function keysBeside(path: string): KeyMaterial {
  const file = `${path}.keys.json`;
  return existsSync(file) ? readKeysFile(file) : noKeys();
}

/** A stub's rows; `end` is where they end. */
export function treeOf(
  s: Pick<StubData, 'table' | 'bytes' | 'facts'>,
  bytes: Buffer = s.bytes,
  facts: Syntax = s.facts,
): { node: Node; data: DataView; end: number } {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const span = { data, source: 0, message: 0, start: 0, end: bytes.length, captured: bytes.length };
  const { node, end, claims } = tree(s.table, span, facts);
  accountFor(node, data, 0, bytes.length, claims);
  return { node, data, end };
}

/** What is wrong with a stub's rows: damage, and bytes that none claims. */
export function damageIn(root: Node): string[] {
  const found: string[] = [];
  const visit = (n: Node): void => {
    if (n.trouble !== null) found.push(String(n.extra));
    if (n.kind === Kind.unclaimed && n.extra === 'gap') found.push(`${n.size} bytes at ${n.offset} are no row's`);
    n.children.forEach(visit);
  };
  visit(root);
  return found;
}

const opened = new Map<string, Promise<readonly StubData[]>>();

/** The stubs of a capture with the keys beside it; read once. */
export function openedStubsOf(path: string): Promise<readonly StubData[]> {
  const known = opened.get(path) ?? stubsOf(path, keysBeside(path));
  opened.set(path, known);
  return known;
}

/** Every stub of a capture whose operation is dissected, sealed and encrypted ones too where the keys open them. */
export async function stubsOf(path: string, keys: KeyMaterial): Promise<readonly StubData[]> {
  const capture = await openCapture([path]);
  const pass = new Pass(capture, keys, true);
  await pass.run();
  const parts = new Parts(pass);
  const { units, messages } = pass;
  const found: StubData[] = [];
  const requests = new Map<Call, StubData>();
  for (let unit = 0; unit < units.count; unit++) {
    const last = messages.firstOf(unit + 1);
    const rows = Array.from({ length: last - messages.firstOf(unit) }, (_, i) => messages.firstOf(unit) + i);
    if (!rows.some((row) => pass.smb2.rpc.pdus.has(row))) continue;
    const bytes = place(pass, unit, capture.at(units.frame[unit]!)!);
    const all = parts.unit(unit, rows, bytes);
    for (const p of all) {
      const known = directions.get(p.table);
      if (known === undefined) continue;
      const { data } = bytes.sources[p.source]!;
      const { of, operation } = known;
      const call = pass.smb2.rpc.pdus.get(p.row)?.find((pdu) => pdu.call?.opnum === operation.opnum)?.call ?? null;
      const isRequest = p.table === operation.request;
      const stub: StubData = {
        capture: basename(path),
        frame: units.frame[unit]!,
        interface: of,
        operation,
        isRequest,
        table: p.table,
        facts: p.facts as PduFacts,
        bytes: Buffer.from(new Uint8Array(data.buffer, data.byteOffset + p.start, Math.max(0, p.captured - p.start))),
        isWhole: p.captured === p.end,
        isVerified: all.some((other) => other.row === p.row && other.table === VerificationTrailer),
        request: isRequest || call === null ? null : (requests.get(call) ?? null),
      };
      if (isRequest && call !== null) requests.set(call, stub);
      found.push(stub);
    }
  }
  capture.close();
  return found;
}
