import { guidText } from '../dissect/show.ts';
import { frameOf } from '../smb/facts.ts';
import type { Pass } from '../smb/pass.ts';
import { type Called, calls, type Parameters } from '../smb/rpc/calls.ts';
import { type CallModel, hostOf, readCall, sidesOf } from './rpc-call.ts';

/** A call in the life of a context handle. */
export interface HandleUse extends CallModel {
  readonly client: string;
}

/** What a server keeps for a client between calls, C706 6.1.6. */
export interface Handle {
  readonly server: string;
  readonly interface: string;
  readonly handle: string;
  /** The call that returned it; undefined for one from before the capture. */
  readonly opened: HandleUse | undefined;
  readonly uses: HandleUse[];
  closed: HandleUse | undefined;
  /** Frame of the CLOSE of the pipe that it was used on last, after which the server may run it down (C706 6.1.6); 0 for none. */
  pipeClosed: number;
}

const SIZE = 20;
const ATTRIBUTES = 4;
/** Operations that end a handle and don't return it empty. */
const CLOSING: ReadonlySet<string> = new Set(['WitnessrUnRegister']);

const isHandle = (value: unknown): value is Uint8Array => value instanceof Uint8Array && value.length === SIZE;

/** A context handle's UUID; empty for none, and for one that is empty. */
export function handleText(value: unknown): string {
  return isHandle(value) && value.some((b) => b !== 0) ? guidText(value.subarray(ATTRIBUTES)) : '';
}

/** Context handles in the order in which they were met, across connections and presentation contexts of a server. */
export function handles(pass: Pass): Handle[] {
  const found: Handle[] = [];
  const live = new Map<string, Handle>();
  for (const called of calls(pass)) {
    const read = readCall(pass, called);
    const { server, client } = sidesOf(pass, called);
    const use: HandleUse = { ...read.model, client };
    const before = [...handlesIn(read.in)];
    for (const { name, handle } of before) {
      if (handle === '') continue;
      const key = `${hostOf(server)} ${handle}`;
      let of = live.get(key);
      if (of === undefined) {
        // One that the server refused says nothing of a handle.
        if (read.status !== 0) continue;
        live.set(key, (of = made(pass, called, handle, undefined)));
        found.push(of);
      }
      of.uses.push(use);
      of.pipeClosed = closeOf(pass, called);
      if (!ends(called, name, read.out) || read.status !== 0) continue;
      of.closed = use;
      live.delete(key);
    }
    for (const { handle } of handlesIn(read.out)) {
      if (handle === '' || before.some((b) => b.handle === handle)) continue;
      const of = made(pass, called, handle, use);
      live.set(`${hostOf(server)} ${handle}`, of);
      found.push(of);
    }
  }
  return found;
}

function* handlesIn(of: Parameters): Generator<{ name: string; handle: string }> {
  for (const [name, value] of Object.entries(of)) if (isHandle(value)) yield { name, handle: handleText(value) };
}

const ends = ({ operation }: Called, name: string, out: Parameters): boolean =>
  CLOSING.has(operation.name) || (isHandle(out[name]) && handleText(out[name]) === '');

/** The frame that closed the pipe of a call; 0 for none. */
function closeOf(pass: Pass, { request }: Called): number {
  const open = pass.messages.open[request.row]!;
  const by = open === 0 ? 0 : pass.smb2.opens.closedBy[open - 1]!;
  return by === 0 ? 0 : frameOf(pass, by - 1);
}

const made = (pass: Pass, called: Called, handle: string, opened: HandleUse | undefined): Handle => ({
  server: sidesOf(pass, called).server,
  interface: called.interface.name,
  handle,
  opened,
  uses: [],
  closed: undefined,
  pipeClosed: closeOf(pass, called),
});
