import { type Interface, rpc, Stub } from '../../src/dissect/rpc.ts';
import type { Struct } from '../../src/dissect/struct.ts';
import { KNOWN_INTERFACES } from '../tables/rpc-interfaces.ts';
import { AuthPadding, bigTrailer, FaultStubData, FragmentData, littleTrailer, PayloadStub, SealedStub, StubData, VerificationTrailer } from './auth.ts';
import { bigResults, littleResults } from './bind.ts';
import { bigBodies, bigDatagram, DatagramVerifier, littleBodies, littleDatagram } from './connectionless.ts';
import { dssetup } from './dssetup.ts';
import { epm } from './epm.ts';
import { fsrvp } from './fsrvp.ts';
import { lsarpc } from './lsarpc/index.ts';
import { mgmt } from './mgmt.ts';
import { netlogon } from './netlogon/index.ts';
import { bigPdus, littlePdus } from './pdu.ts';
import { samr } from './samr/index.ts';
import { srvsvc } from './srvsvc/index.ts';
import { svcctl } from './svcctl.ts';
import { winreg } from './winreg.ts';
import { witness } from './witness.ts';
import { wkssvc } from './wkssvc/index.ts';

/** Interfaces whose operations are dissected. To add one, its file and its line here. */
export const interfaces: readonly Interface[] = [
  epm,
  fsrvp,
  lsarpc,
  dssetup,
  mgmt,
  netlogon,
  samr,
  srvsvc,
  svcctl,
  winreg,
  witness,
  wkssvc,
];

const known: readonly Interface[] = KNOWN_INTERFACES.map((i) => rpc({
  ...i, operations: Object.fromEntries(i.operations.split(' ').flatMap((name, opnum) => (name === '' || name === '-' ? [] : [[opnum, name] as const]))),
}));

/** The first one of a pipe is what it is for. */
const byUuid = new Map([...known, ...interfaces].map((i) => [i.uuid, i]));
const byPipe = new Map([...known, ...interfaces.toReversed()].flatMap((i) => i.pipes.map((pipe) => [pipe, i] as const)));

/** Protocols that stub data can be of. */
export const interfaceNames: readonly string[] = [...new Set([...byUuid.values()].map((i) => i.name))];

export const interfaceOf = (uuid: string): Interface | undefined => byUuid.get(uuid);
/** What a pipe speaks when its bind is not in the capture; without `\`. */
export const interfaceOfPipe = (name: string): Interface | undefined => byPipe.get(name.toLowerCase());

/** Every table of a PDU around its stub data. */
export const pduTables: readonly Struct[] = [
  ...Object.values(littlePdus), ...Object.values(bigPdus), littleResults, bigResults, littleTrailer, bigTrailer, AuthPadding, SealedStub, StubData,
  FaultStubData, FragmentData, PayloadStub, VerificationTrailer, littleDatagram, bigDatagram, DatagramVerifier,
  ...Object.values(littleBodies), ...Object.values(bigBodies),
];

/** Stub data of every operation. */
export const stubTables = (): readonly Struct[] =>
  interfaces.flatMap((i) => [...i.operations.values()].flatMap((o) => [o.request, o.response].filter((s): s is Stub => s instanceof Stub)));
