export type Severity = 'error' | 'warning' | 'note';

/** Something about the security of the traffic that a person should know. */
export interface Finding {
  /** Row of the message. */
  readonly row: number;
  readonly kind: string;
  readonly severity: Severity;
  readonly text: string;
  readonly spec: string;
  /** Of a bad signature or tag: what it comes from, in a word that stays the same, and what was looked at. */
  readonly cause?: string;
  readonly tried?: readonly string[];
}

const MAX_KEPT = 10_000;

/** Findings in the order of the capture; of each kind all are counted and the first ones kept. */
export class Findings {
  readonly kept: Finding[] = [];
  readonly counts = new Map<string, number>();

  add(finding: Finding): void {
    this.counts.set(finding.kind, (this.counts.get(finding.kind) ?? 0) + 1);
    if (this.kept.length < MAX_KEPT) this.kept.push(finding);
  }
}
