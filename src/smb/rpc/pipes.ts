import { HEADER_SIZE } from '../../../dissectors/rpc/pdu-header.ts';
import { Command } from '../../../dissectors/smb2/header.ts';
import { IoctlRequest, IoctlResponse } from '../../../dissectors/smb2/ioctl.ts';
import { ReadResponse } from '../../../dissectors/smb2/read.ts';
import { WriteRequest } from '../../../dissectors/smb2/write.ts';
import { FSCTL } from '../../../dissectors/tables/fsctl.ts';
import { TCP } from '../../net/decoder.ts';
import { isPdu } from '../../net/rpc.ts';
import type { Stream } from '../../net/stream.ts';
import type { Unit } from '../../net/unit.ts';
import type { Messages } from '../columns.ts';
import { type Current, STATUS_BUFFER_OVERFLOW, STATUS_SUCCESS } from '../current.ts';
import type { Names } from '../names.ts';
import type { Opens } from '../opens.ts';
import type { Security } from '../security/security.ts';
import type { Tree } from '../session.ts';
import { Association, type Pdu } from './association.ts';
import { type Datagram, datagramAt } from './datagram.ts';
import { VerifierVerdict } from './protection.ts';
import { SecurityContexts } from './security-contexts.ts';

const EPM_PORT = 135;
const TRANSCEIVE = FSCTL.FSCTL_PIPE_TRANSCEIVE;

/** RPC on named pipes and on connections of its own: which PDUs the messages carry, and what they are of. */
export class Rpc {
  /** PDUs by the row of the message that completes them. */
  readonly pdus = new Map<number, Pdu[]>();
  /** Connectionless ones by their row. */
  readonly datagrams = new Map<number, Datagram>();
  /** Where there are keys: what opens and verifies PDUs. */
  security: Security | null = null;
  private readonly messages: Messages;
  private readonly names: Names;
  private readonly opens: Opens;
  private readonly trees: readonly Tree[];
  private readonly pipes = new Map<number, Association>();
  private readonly connections = new Map<number, Association>();
  /** Whether a tree is IPC$, by its row plus one. */
  private readonly pipeTrees: boolean[] = [];

  constructor(messages: Messages, names: Names, opens: Opens, trees: readonly Tree[]) {
    this.messages = messages;
    this.names = names;
    this.opens = opens;
    this.trees = trees;
  }

  /** Whether messages on a tree (its row plus one; 0 for one that is not known) may be of a pipe. */
  isPipe(tree: number): boolean {
    return tree === 0 || (this.pipeTrees[tree] ?? this.judge(tree));
  }

  /** A message on a pipe, whose row is filled. */
  message(c: Current): void {
    switch (c.command) {
      case Command.WRITE:
        if (!c.isResponse && c.has(WriteRequest.at.Length, 4))
          this.payload(c, false, c.u16(WriteRequest.at.DataOffset), c.u32(WriteRequest.at.Length));
        return;
      case Command.READ:
        if (isAnswer(c) && c.has(ReadResponse.at.DataLength, 4))
          this.payload(c, true, c.u8(ReadResponse.at.DataOffset), c.u32(ReadResponse.at.DataLength));
        return;
      case Command.IOCTL:
        if (this.messages.detail[c.row] !== TRANSCEIVE) return;
        if (!c.isResponse && c.has(IoctlRequest.at.InputCount, 4))
          this.payload(c, false, c.u32(IoctlRequest.at.InputOffset), c.u32(IoctlRequest.at.InputCount));
        else if (isAnswer(c) && c.has(IoctlResponse.at.OutputCount, 4))
          this.payload(c, true, c.u32(IoctlResponse.at.OutputOffset), c.u32(IoctlResponse.at.OutputCount));
    }
  }

  private payload(c: Current, isFromServer: boolean, offset: number, length: number): void {
    const open = this.messages.open[c.row]!;
    const tree = this.messages.tree[c.row]!;
    if (open === 0 || length === 0) return;
    let association = this.pipes.get(open);
    const from = c.at + offset;
    if (association === undefined) {
      // Where the tree is not known, the first bytes have to be a PDU.
      if (tree === 0 && (from + HEADER_SIZE > c.end || !isPdu(c.data, from))) return;
      this.pipes.set(open, (association = new Association(this.nameOf(open), this.contexts())));
    }
    association.feed(isFromServer, c.row, c.data, from, c.end, length, offset, this.found);
  }

  /** A PDU over TCP or UDP is a unit, and a message. */
  unit(u: Unit, stream: Stream, row: number): void {
    if (stream.protocol !== TCP) {
      this.datagrams.set(row, datagramAt(u.data, u.start));
      return;
    }
    let association = this.connections.get(stream.index);
    if (association === undefined) {
      association = new Association(stream.port(0) === EPM_PORT || stream.port(1) === EPM_PORT ? 'epmapper' : '', this.contexts());
      this.connections.set(stream.index, association);
    }
    association.feed(
      u.direction === (stream.fromServer < 0 ? 1 : stream.fromServer),
      row,
      u.data,
      u.start,
      u.start + u.available,
      u.length,
      0,
      this.found,
    );
  }

  private readonly found = (p: Pdu): void => {
    if (p.security?.verdict === VerifierVerdict.wrong) {
      const text = `the verifier of its PDU with call ${p.header.callId} is wrong`;
      this.security?.findings.add({ row: p.row, kind: 'verifier-bad', severity: 'error', text, spec: 'MS-RPCE 2.2.2.11' });
    }
    const known = this.pdus.get(p.row);
    if (known === undefined) this.pdus.set(p.row, [p]);
    else known.push(p);
  };

  private contexts(): SecurityContexts | null {
    return this.security === null ? null : new SecurityContexts(this.security.ring);
  }

  private judge(tree: number): boolean {
    const isPipe = /(^|\\)ipc\$$/i.test(this.names.text(this.trees[tree - 1]!.share));
    this.pipeTrees[tree] = isPipe;
    return isPipe;
  }

  private nameOf(open: number): string {
    const name = this.opens.name[open - 1]!;
    return name === 0 ? '' : this.names.text(name - 1).replace(/^\\?(pipe\\)?/i, '');
  }
}

const isAnswer = (c: Current): boolean => c.isResponse && (c.status === STATUS_SUCCESS || c.status === STATUS_BUFFER_OVERFLOW);
