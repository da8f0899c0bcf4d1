/** Input that is still coming, as far as the screen has to do with it. */
export interface Live {
  readonly name: string;
  /** What captures it; empty when that is not known. */
  readonly backend: string;
  /** Frames that the kernel dropped; NaN where that is not known. */
  readonly dropped: number;
  readonly isOver: boolean;
  readonly canRestart: boolean;
  /** Why it ended though nobody wanted that; empty while all is well. */
  readonly failure: string;
  stop(): Promise<void>;
}

export const titleOf = ({ name, backend }: Live): string => (backend === '' ? name : `${name}, captured by ${backend}`);

/** How it stands, for the status line. */
export function liveText({ isOver, dropped }: Live, isFollowing: boolean): string {
  const state = isOver ? 'ended' : isFollowing ? 'live' : 'live, paused';
  return Number.isNaN(dropped) ? state : `${state} · ${dropped} dropped`;
}
