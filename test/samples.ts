import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Node } from '../src/dissect/node.ts';
import { Pass } from '../src/smb/pass.ts';
import { fileInMemory, framesInMemory } from './memory.ts';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'samples');

/** Names of the captures in samples/. */
export const samples: readonly string[] = readdirSync(folder).filter((name) => /\.(pcap|pcapng)(\.gz)?$/.test(name));

export const samplePath = (name: string): string => join(folder, name);

/** A sample's bytes, decompressed where it is compressed. */
export function contentOf(name: string): Buffer {
  const content = readFileSync(samplePath(name));
  return name.endsWith('.gz') ? gunzipSync(content) : content;
}

const passes = new Map<string, Pass>();

/** The finished pass over a sample; made once. */
export async function passOf(name: string): Promise<Pass> {
  let pass = passes.get(name);
  if (pass === undefined) {
    pass = new Pass(fileInMemory(contentOf(name)));
    await pass.run();
    passes.set(name, pass);
  }
  return pass;
}

/** The finished pass over a sample whose frames can be changed and cut afterwards. */
export async function mutable(name: string): Promise<{ pass: Pass; frames: ReturnType<typeof framesInMemory>['frames'] }> {
  const original = await passOf(name);
  const list = [];
  for (let number = 1; number <= original.capture.frameCount; number++) {
    const frame = original.capture.at(number)!;
    list.push({
      bytes: frame.bytes.slice(frame.start, frame.start + frame.captured),
      original: frame.original,
      linkType: frame.linkType,
      seconds: frame.seconds,
      nanoseconds: frame.nanoseconds,
    });
  }
  const { capture, frames } = framesInMemory(list);
  const pass = new Pass(capture);
  await pass.run();
  return { pass, frames };
}

/** Every node of a tree, parents before children. */
export function* everyNode(nodes: readonly Node[]): Generator<Node> {
  for (const n of nodes) {
    yield n;
    yield* everyNode(n.children);
  }
}
