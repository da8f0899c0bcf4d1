import type { Interface } from '../../src/dissect/rpc.ts';
import { epm } from './epm.ts';
import { fsrvp } from './fsrvp.ts';
import { mgmt } from './mgmt.ts';
import { srvsvc } from './srvsvc/index.ts';
import { witness } from './witness.ts';
import { wkssvc } from './wkssvc/index.ts';

/** Interfaces whose operations are dissected. To add one, its file and its line here. */
export const interfaces: readonly Interface[] = [
  epm,
  fsrvp,
  mgmt,
  srvsvc,
  witness,
  wkssvc,
];
