import { bits, names } from '../../src/dissect/field.ts';
import { enum16, guid, In, Out, u32, unique, within } from '../../src/dissect/ndr.ts';
import { op, rpc } from '../../src/dissect/rpc.ts';
import { lpwstr, werror } from './types.ts';

const { struct, union } = within('dssetup.dssetup_');

const MachineRole = enum16.of(names({
  DsRole_RoleStandaloneWorkstation: 0, DsRole_RoleMemberWorkstation: 1, DsRole_RoleStandaloneServer: 2, DsRole_RoleMemberServer: 3,
  DsRole_RoleBackupDomainController: 4, DsRole_RolePrimaryDomainController: 5,
}));
const Flags = bits({
  DSROLE_PRIMARY_DS_RUNNING:          [0x00000001, 'dssetup.dssetup_DsRoleFlags.DS_ROLE_PRIMARY_DS_RUNNING'],
  DSROLE_PRIMARY_DS_MIXED_MODE:       [0x00000002, 'dssetup.dssetup_DsRoleFlags.DS_ROLE_PRIMARY_DS_MIXED_MODE'],
  DSROLE_UPGRADE_IN_PROGRESS:         [0x00000004, 'dssetup.dssetup_DsRoleFlags.DS_ROLE_UPGRADE_IN_PROGRESS'],
  DSROLE_PRIMARY_DOMAIN_GUID_PRESENT: [0x01000000, 'dssetup.dssetup_DsRoleFlags.DS_ROLE_PRIMARY_DOMAIN_GUID_PRESENT'],
});

const Basic = struct('MS-DSSP 2.2.5', 'DSROLER_PRIMARY_DOMAIN_INFO_BASIC', 'DsRolePrimaryDomInfoBasic', {
  MachineRole:      MachineRole.as('role'),
  Flags:            u32.of(Flags).as('flags'),
  DomainNameFlat:   lpwstr.as('domain'),
  DomainNameDns:    lpwstr.as('dns_domain'),
  DomainForestName: lpwstr.as('forest'),
  DomainGuid:       guid.as('domain_guid'),
});
const Upgrade = struct('MS-DSSP 2.2.7', 'DSROLE_UPGRADE_STATUS_INFO', 'DsRoleUpgradeStatus', {
  OperationState: u32.of(names({ NOT_UPGRADING: 0, UPGRADING: 1 })).as('upgrading'),
  PreviousServerState: enum16.of(names({ DsRoleServerUnknown: 0, DsRoleServerPrimary: 1, DsRoleServerBackup: 2 })).as('previous_role'),
});
const State = struct('MS-DSSP 2.2.6', 'DSROLE_OPERATION_STATE_INFO', 'DsRoleOpStatus', {
  OperationState: enum16.of(names({ DsRoleOperationIdle: 0, DsRoleOperationActive: 1, DsRoleOperationNeedReboot: 2 })).as('status'),
});
const Level = enum16.of(names({ DsRolePrimaryDomainInfoBasic: 1, DsRoleUpgradeStatus: 2, DsRoleOperationState: 3 }));
const info = union('MS-DSSP 2.2.8', 'DSROLER_PRIMARY_DOMAIN_INFORMATION', 'DsRoleInfo', 'InfoLevel', {
  1: Basic.as('basic'), 2: Upgrade.as('upgrade'), 3: State.as('opstatus'),
}, enum16);

export const dssetup = rpc({
  name: 'dssetup', title: 'Active Directory Setup', uuid: '3919286a-b10c-11d0-9ba8-00c04fd92ef5', version: [0, 0], pipes: ['lsarpc'], spec: 'MS-DSSP 3.2.5',
  operations: {
    0: op('DsRolerGetPrimaryDomainInformation', { InfoLevel: In(Level.as('level')), DomainInfo: Out(unique(info).as('info')) }, werror, 'DsRoleGetPrimaryDomainInformation'),
    1: 'DsRolerDnsNameToFlatName', 2: 'DsRolerDcAsDc', 3: 'DsRolerDcAsReplica', 4: 'DsRolerDemoteDc', 5: 'DsRolerGetDcOperationProgress',
    6: 'DsRolerGetDcOperationResults', 7: 'DsRolerCancel', 8: 'DsRolerServerSaveStateForUpgrade', 9: 'DsRolerUpgradeDownlevelServer',
    10: 'DsRolerAbortDownlevelServerUpgrade',
  },
});
