import { expect, test } from 'vitest';
import { IoctlResponse } from '../../dissectors/smb2/ioctl.ts';
import { QueryDirectoryResponse } from '../../dissectors/smb2/query-directory.ts';
import { QueryInfoResponse } from '../../dissectors/smb2/query-info.ts';
import type { Struct } from '../../src/dissect/struct.ts';
import { layoutOf } from './layout.ts';
import { rows, torture } from './rows.ts';

const STATUS_SUCCESS = 0;
const STATUS_BUFFER_OVERFLOW = 0x80000005;

/** What a response says of its buffer, behind a body of `head`; offsets count from its start. */
function said(table: Struct, head: string, buffer: string, facts: object): string[] {
  const { bytes } = layoutOf(`${head} ${buffer}`);
  torture(table, bytes, () => ({ isResponse: true, ...facts }));
  return rows(table, bytes, { isResponse: true, ...facts }).filter((row) => /smbscope\.cut|_ws\.malformed|smb2\.truncated/.test(row));
}

const info = (buffer: string, length: string, facts: object): string[] =>
  said(QueryInfoResponse, `0900 0800 ${length}000000`, buffer, { status: STATUS_BUFFER_OVERFLOW, ...facts });

test('a name that the server cut', () => {
  expect(info('14000000 "long"', '0c', { infoType: 1, infoClass: 9 })).toEqual([
    '12+8 smbscope.cut FileName runs 12 bytes past the end; the sender left out the rest',
    '0+0 smb2.truncated the server has more than fits',
  ]);
});

test('without that status it is malformed', () => {
  expect(info('14000000 "long"', '0c', { infoType: 1, infoClass: 9, status: STATUS_SUCCESS })).toEqual([
    '12+8 _ws.malformed FileName runs 12 bytes past the end',
  ]);
});

test('a buffer that runs past its message is malformed whatever the status', () => {
  expect(info('04000000 "lo"', '0c', { infoType: 1, infoClass: 9 })).toEqual([
    '8+8 _ws.malformed File runs 4 bytes past the end',
    '0+0 smb2.truncated the server has more than fits',
  ]);
});

test('a security descriptor that the server cut', () => {
  expect(info('0100 0480 14000000 00000000 00000000 20000000 0101000000000005 12000000', '20', { infoType: 3, infoClass: 0 })).toEqual([
    '40+0 smbscope.cut AclRevision needs 2 bytes, 0 left; the sender left out the rest',
    '0+0 smb2.truncated the server has more than fits',
  ]);
});

test('a list whose last entry the server cut', () => {
  const entry = '00000000 0e000000 0100000000000000 0100000000000000 "::$D"';
  expect(info(entry, '20', { infoType: 1, infoClass: 22 })).toEqual([
    '32+8 smbscope.cut StreamName runs 6 bytes past the end; the sender left out the rest',
    '0+0 smb2.truncated the server has more than fits',
  ]);
  expect(
    said(QueryDirectoryResponse, '0900 0800 10000000', '00000000 00000000 08000000 "ab"', {
      status: STATUS_BUFFER_OVERFLOW,
      infoClass: 12,
    }),
  ).toEqual([
    '20+4 smbscope.cut FileName runs 4 bytes past the end; the sender left out the rest',
    '0+0 smb2.truncated the server has more than fits',
  ]);
});

test('extents that the server left out', () => {
  const head = `3100 0000 73000900 ${'11*16'} 00000000 00000000 30000000 20000000 00000000 00000000`;
  const buffer = '05000000 00000000 0000000000000000 0100000000000000 0200000000000000';
  expect(said(IoctlResponse, head, buffer, { status: STATUS_BUFFER_OVERFLOW, ctlCode: 0x00090073 })).toEqual([
    '80+0 smbscope.cut Extents: 5 items declared, 1 fit; the sender left out the rest',
    '0+0 smb2.truncated the server has more than fits',
  ]);
});
