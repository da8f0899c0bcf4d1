import { UnitFlag } from '../../columns.ts';
import { Flag } from '../../current.ts';
import type { Pass } from '../../pass.ts';
import type { Session } from '../../session.ts';
import type { Channel } from '../channel.ts';
import { Opened } from '../transforms.ts';
import { Verdict, verdictOf } from '../verdict.ts';

/** Of what one side sent: how many messages are right, and how many were looked into without finding out what is wrong. */
export interface Side {
  ok: number;
  inVain: number;
}

/** The side a message comes from, and the other one. */
export interface Sides {
  readonly own: Side;
  readonly other: Side;
}

type Both = readonly [client: Side, server: Side];

const both = (): Both => [
  { ok: 0, inVain: 0 },
  { ok: 0, inVain: 0 },
];

/** How signatures of channels and tags of sessions came out, by direction. */
export class Tally {
  private readonly channels = new Map<Channel, Both>();
  private readonly sessions = new Map<Session, Both>();

  constructor(pass: Pass) {
    const { messages: m, units, smb2 } = pass;
    for (let row = 0; row < m.count; row++) {
      if (verdictOf(m.verdict[row]!) !== Verdict.ok) continue;
      const channel = pass.connectionOf(row)!.channels.get(m.session[row]! - 1);
      if (channel !== undefined) sidesOf(this.channels, channel)[(m.flags[row]! & Flag.response) !== 0 ? 1 : 0].ok++;
    }
    for (let unit = 0; unit < units.count; unit++) {
      if (units.opened[unit] !== Opened.ok) continue;
      sidesOf(this.sessions, smb2.sessions[units.session[unit]! - 1]!)[isFromServer(pass, unit) ? 1 : 0].ok++;
    }
  }

  ofChannel(channel: Channel, fromServer: boolean): Sides {
    return chosen(sidesOf(this.channels, channel), fromServer);
  }

  ofSession(session: Session, fromServer: boolean): Sides {
    return chosen(sidesOf(this.sessions, session), fromServer);
  }
}

/** Whether a unit comes from the server of its connection. */
export const isFromServer = ({ units, network }: Pass, unit: number): boolean =>
  network.streams[units.stream[unit]!]!.fromServer === ((units.flags[unit]! & UnitFlag.direction) !== 0 ? 1 : 0);

const chosen = ([client, server]: Both, fromServer: boolean): Sides =>
  fromServer ? { own: server, other: client } : { own: client, other: server };

function sidesOf<K>(map: Map<K, Both>, key: K): Both {
  let sides = map.get(key);
  if (sides === undefined) map.set(key, (sides = both()));
  return sides;
}
