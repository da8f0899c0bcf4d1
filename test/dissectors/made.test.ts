import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { interfaces } from '../../dissectors/rpc/index.ts';
import { root } from '../samples.ts';
import { leavesOf, python } from './ndrdump.ts';
import { damageIn, type Syntax, treeOf } from './stubs.ts';

// Stubs that Samba makes up, of operations that no capture holds as well: read to the last byte, in all three the same values.

/** Where Samba's types are not the specification's, or what is made up is no value of them; by interface, opnum and direction. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'epm 5': 'C706 O: the object is returned',
  'lsarpc 29 NDR64': 'MS-LSAD 2.2.6.1: Length and MaximumLength are long',
  'lsarpc 30 NDR64': 'MS-LSAD 2.2.6.1',
  'lsarpc 42 NDR64': 'MS-LSAD 2.2.6.1',
  'lsarpc 43 NDR64': 'MS-LSAD 2.2.6.1',
  'netlogon 2': 'MS-NRPC 2.2.1.4.14: a level without an arm',
  'netlogon 39': 'MS-NRPC 2.2.1.4.14',
  'netlogon 45': 'MS-NRPC 2.2.1.4.14',
  'srvsvc 37': 'MS-SRVS 3.1.4.14: the context handle is no pointer',
  'srvsvc 38': 'MS-SRVS 3.1.4.15',
  'svcctl 20': 'MS-SCMR 3.1.4.20: the name is no unique pointer',
  'svcctl 21': 'MS-SCMR 3.1.4.21',
  'winreg 9': 'MS-RRP 2.2.5: made up with more characters than there is room for',
  'winreg 10': 'MS-RRP 2.2.5',
  'winreg 13': 'MS-RRP 3.1.5.14: lpSubKey and lpFile are no unique pointers',
  'wkssvc 1': 'MS-WKST 3.2.4.2: ErrorParameter is a unique pointer',
};

const SYNTAXES: readonly (readonly [string, Omit<Syntax, 'isResponse'>])[] = [
  ['NDR', { isNdr64: false, isBigEndian: false }],
  ['NDR64', { isNdr64: true, isBigEndian: false }],
  ['big-endian', { isNdr64: false, isBigEndian: true }],
];

describe.skipIf(python === undefined)(
  `operations as Samba has them${python === undefined ? ' (skipped: python3-samba is not installed)' : ''}`,
  () => {
    test('what is made up is read', () => {
      const { stdout } = spawnSync(python!, [join(root, 'test', 'dissectors', 'made.py')], { encoding: 'utf8', maxBuffer: 2 ** 28 });
      const counts: Record<string, number> = {};
      for (const line of stdout.trim().split('\n')) {
        const [name, opnum, direction, title, ...stubs] = line.split(' ') as [string, string, string, string, ...string[]];
        const operation = interfaces.find((i) => i.name === name)!.operations.get(Number(opnum));
        const table = direction === 'in' ? operation?.request : operation?.response;
        if (table === null || table === undefined || Object.hasOwn(OTHERWISE, `${name} ${opnum}`)) continue;
        const where = `${name} ${opnum} ${direction} ${title}`;
        const values = SYNTAXES.map(([syntax, transfer], i) => {
          if (Object.hasOwn(OTHERWISE, `${name} ${opnum} ${syntax}`)) return null;
          const bytes = Buffer.from(stubs[i] === '-' ? '' : stubs[i]!, 'hex');
          const { node, data, end } = treeOf({ table, bytes, facts: { isResponse: direction === 'out', ...transfer } });
          expect([where, syntax, ...damageIn(node), bytes.length - end]).toEqual([where, syntax, 0]);
          return [where, ...leavesOf(node, data).map((leaf) => `${leaf.name} ${leaf.value}`)];
        });
        for (const other of values) if (other !== null) expect(other).toEqual(values[0]);
        counts[name] = (counts[name] ?? 0) + 1;
      }
      const least = { epm: 4, lsarpc: 70, netlogon: 50, samr: 100, srvsvc: 60, svcctl: 30, winreg: 50, wkssvc: 50 };
      for (const [name, most] of Object.entries(least)) expect([name, counts[name]! >= most]).toEqual([name, true]);
    });
  },
);
