/** ShadowCopySet.Status, MS-FSRVP 3.1.1.2; a set that is removed is `Deleted`. Empty for one from before the capture. */
export type SetStatus = 'Started' | 'Added' | 'CreationInProgress' | 'Committed' | 'Exposed' | 'Recovered' | 'Deleted' | '';

/** What a call on a shadow copy set needs and does. Seconds are what the Message Sequence Timer is started with; 0 stops it. */
export interface Rule {
  readonly spec: string;
  /** Status that the set must have; null for any. */
  readonly needs: readonly SetStatus[] | null;
  readonly becomes: SetStatus | null;
  readonly timer: number | null;
  /** After a failure that the server began the operation for. */
  readonly failed: number | null;
}

/** MS-FSRVP 3.1.4. */
export const rules: Readonly<Record<string, Rule>> = {
  AddToShadowCopySet: { spec: 'MS-FSRVP 3.1.4.4', needs: ['Started', 'Added'], becomes: 'Added', timer: 1800, failed: 180 },
  CommitShadowCopySet: { spec: 'MS-FSRVP 3.1.4.5', needs: ['Added', 'CreationInProgress'], becomes: 'Committed', timer: 180, failed: 180 },
  ExposeShadowCopySet: { spec: 'MS-FSRVP 3.1.4.6', needs: ['Committed'], becomes: 'Exposed', timer: 180, failed: 180 },
  RecoveryCompleteShadowCopySet: { spec: 'MS-FSRVP 3.1.4.7', needs: ['Exposed'], becomes: 'Recovered', timer: 0, failed: null },
  AbortShadowCopySet: { spec: 'MS-FSRVP 3.1.4.8', needs: null, becomes: 'Deleted', timer: 0, failed: null },
  GetShareMapping: { spec: 'MS-FSRVP 3.1.4.11', needs: ['Exposed'], becomes: null, timer: 1800, failed: null },
  DeleteShareMapping: { spec: 'MS-FSRVP 3.1.4.12', needs: ['Exposed', 'Recovered'], becomes: null, timer: null, failed: null },
  PrepareShadowCopySet: { spec: 'MS-FSRVP 3.1.4.13', needs: ['Added'], becomes: null, timer: 1800, failed: 180 },
};

/** Seconds that SetContext and StartShadowCopySet start the timer with, MS-FSRVP 3.1.4.2, 3.1.4.3. */
export const BEGINNING = 180;

export const Status = {
  ZERO: 0,
  WAIT_TIMEOUT: 0x00000102,
  BAD_STATE: 0x80042301,
  NOT_FOUND: 0x80042308,
  NOT_SUPPORTED: 0x8004230c,
  ALREADY_EXISTS: 0x8004230d,
  IN_PROGRESS: 0x80042316,
  TIMEOUT: 0x80042500,
  ID_MISMATCH: 0x80042501,
  WAIT_FAILED: 0xffffffff,
} as const;

/** With these the server has refused a call before it touched the timer. */
export const refusals: ReadonlySet<number> = new Set([
  Status.BAD_STATE,
  Status.NOT_FOUND,
  Status.NOT_SUPPORTED,
  Status.IN_PROGRESS,
  Status.ID_MISMATCH,
  0x80070005,
  0x80070057,
]);
