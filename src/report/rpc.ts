import type { Pass } from '../smb/pass.ts';
import { calls } from '../smb/rpc/calls.ts';
import { type Handle, handles } from './handles.ts';
import { type CallModel, readCall, sidesOf } from './rpc-call.ts';

/** A call with who made it. */
export interface RpcCall extends CallModel {
  readonly client: string;
  readonly server: string;
  readonly interface: string;
}

export interface RpcModel {
  readonly calls: RpcCall[];
  readonly handles: Handle[];
}

/** Every RPC call of a known operation, and the context handles they work on; with `isAsked`, those that a message which fulfils it belongs to. */
export function rpc(pass: Pass, isAsked: (row: number) => boolean = () => true): RpcModel {
  const isShown = (c: CallModel): boolean => isAsked(c.message - 1) || (c.answer > 0 && isAsked(c.answer - 1));
  const made: RpcCall[] = [];
  for (const called of calls(pass)) {
    const { model } = readCall(pass, called);
    if (isShown(model)) made.push({ ...sidesOf(pass, called), interface: called.interface.name, ...model });
  }
  const kept = handles(pass).filter((h) => h.uses.some(isShown) || (h.opened !== undefined && isShown(h.opened)));
  return { calls: made, handles: kept };
}
