import { names } from '../../src/dissect/field.ts';
import { filetime, guid, i32, In, Out, u32, unique, within, wstring } from '../../src/dissect/ndr.ts';
import { op, rpc } from '../../src/dissect/rpc.ts';
import { lpwstr } from './types.ts';

const { struct, union } = within('fsrvp.');

/** MS-FSRVP 2.2.4 and 3.1.4, with MS-ERREF 2.1 for what is not its own. */
const FsrvpStatus = names({
  ZERO:                              0x00000000,
  FSRVP_E_WAIT_TIMEOUT:              0x00000102,
  FSRVP_E_BAD_STATE:                 0x80042301,
  FSRVP_E_OBJECT_NOT_FOUND:          0x80042308,
  FSRVP_E_NOT_SUPPORTED:             0x8004230c,
  FSRVP_E_OBJECT_ALREADY_EXISTS:     0x8004230d,
  FSRVP_E_SHADOW_COPY_SET_IN_PROGRESS: 0x80042316,
  FSRVP_E_UNSUPPORTED_CONTEXT:       0x8004231b,
  FSSAGENT_E_TIMEOUT:               0x80042500,
  FSRVP_E_SHADOWCOPYSET_ID_MISMATCH: 0x80042501,
  E_ACCESSDENIED:                    0x80070005,
  E_OUTOFMEMORY:                     0x8007000e,
  E_INVALIDARG:                      0x80070057,
  FSRVP_E_WAIT_FAILED:               0xffffffff,
});
const status = u32.of(FsrvpStatus, { hex: true }).as('status');

/** MS-FSRVP 2.2.2.2; ATTR_AUTO_RECOVERY (0x00400000) goes with each. */
const Context = u32.of(names({
  FSRVP_CTX_BACKUP:                                   0x00000000,
  FSRVP_CTX_APP_ROLLBACK:                             0x00000009,
  FSRVP_CTX_FILE_SHARE_BACKUP:                        0x00000010,
  FSRVP_CTX_NAS_ROLLBACK:                             0x00000019,
  'FSRVP_CTX_BACKUP | ATTR_AUTO_RECOVERY':            0x00400000,
  'FSRVP_CTX_APP_ROLLBACK | ATTR_AUTO_RECOVERY':      0x00400009,
  'FSRVP_CTX_FILE_SHARE_BACKUP | ATTR_AUTO_RECOVERY': 0x00400010,
  'FSRVP_CTX_NAS_ROLLBACK | ATTR_AUTO_RECOVERY':      0x00400019,
}), { hex: true });

const FSSAGENT_SHARE_MAPPING_1 = struct('MS-FSRVP 2.2.3.1', 'FSSAGENT_SHARE_MAPPING_1', 'fssagent_share_mapping_1', {
  ShadowCopySetId:     guid,
  ShadowCopyId:        guid,
  ShareNameUNC:        lpwstr,
  ShadowCopyShareName: lpwstr,
  CreationTimestamp:   filetime.as('tstamp'),
});

const FSSAGENT_SHARE_MAPPING = union('MS-FSRVP 2.2.3.2', 'FSSAGENT_SHARE_MAPPING', 'fssagent_share_mapping', 'Level', {
  1:       unique(FSSAGENT_SHARE_MAPPING_1).as('ShareMapping1'),
  default: null,
});

const ShadowCopySetId       = In(guid);
const TimeOutInMilliseconds = In(u32);
const ShareName             = In(wstring);

export const fsrvp = rpc({
  name: 'fsrvp', title: 'File Server Remote VSS Protocol', uuid: 'a8e0653c-2744-4389-a61d-7373df8b2292', version: [1, 0], pipes: ['fssagentrpc'],
  spec: 'MS-FSRVP 3.1.4',
  operations: {
    0:  op('GetSupportedVersion', { MinVersion: Out(u32), MaxVersion: Out(u32) }, status),
    1:  op('SetContext', { Context: In(Context) }, status),
    2:  op('StartShadowCopySet', { ClientShadowCopySetId: In(guid), pShadowCopySetId: Out(guid) }, status),
    3:  op('AddToShadowCopySet', { ClientShadowCopyId: In(guid), ShadowCopySetId, ShareName, pShadowCopyId: Out(guid) }, status),
    4:  op('CommitShadowCopySet', { ShadowCopySetId, TimeOutInMilliseconds }, status),
    5:  op('ExposeShadowCopySet', { ShadowCopySetId, TimeOutInMilliseconds }, status),
    6:  op('RecoveryCompleteShadowCopySet', { ShadowCopySetId }, status),
    7:  op('AbortShadowCopySet', { ShadowCopySetId }, status),
    8:  op('IsPathSupported', { ShareName, SupportedByThisProvider: Out(u32), OwnerMachineName: Out(lpwstr) }, status),
    9:  op('IsPathShadowCopied', { ShareName, ShadowCopyPresent: Out(u32), ShadowCopyCompatibility: Out(i32) }, status),
    10: op('GetShareMapping', {
      ShadowCopyId: In(guid), ShadowCopySetId, ShareName, Level: In(u32), ShareMapping: Out(FSSAGENT_SHARE_MAPPING),
    }, status),
    11: op('DeleteShareMapping', { ShadowCopySetId, ShadowCopyId: In(guid), ShareName }, status),
    12: op('PrepareShadowCopySet', { ShadowCopySetId, TimeOutInMilliseconds }, status),
  },
});
