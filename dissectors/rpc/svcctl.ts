import { bits, names } from '../../src/dissect/field.ts';
import { blob, conformant, contextHandle, In, InOut, Out, u32, unique, within, wstring } from '../../src/dissect/ndr.ts';
import { op, rpc } from '../../src/dissect/rpc.ts';
import { WIN32_ERROR } from '../tables/win32-error.ts';
import { lpwstr, rights } from './types.ts';

const { struct } = within('svcctl.');
const result = u32.of({ names: WIN32_ERROR, hex: true }).as('rc');

const ScRights = rights({
  SC_MANAGER_CONNECT:            [0x0001, 'svcctl.scm_rights_connect'],
  SC_MANAGER_CREATE_SERVICE:     [0x0002, 'svcctl.scm_rights_create_service'],
  SC_MANAGER_ENUMERATE_SERVICE:  [0x0004, 'svcctl.scm_rights_enumerate_service'],
  SC_MANAGER_LOCK:               [0x0008, 'svcctl.scm_rights_lock'],
  SC_MANAGER_QUERY_LOCK_STATUS:  [0x0010, 'svcctl.scm_rights_query_lock_status'],
  SC_MANAGER_MODIFY_BOOT_CONFIG: [0x0020, 'svcctl.scm_rights_modify_boot_config'],
});
const ServiceType = u32.of(bits({
  SERVICE_KERNEL_DRIVER:       [0x0001, 'svcctl.service_type.kernel'],
  SERVICE_FILE_SYSTEM_DRIVER:  [0x0002, 'svcctl.service_type.fs'],
  SERVICE_WIN32_OWN_PROCESS:   [0x0010, 'svcctl.service_type.win32_own'],
  SERVICE_WIN32_SHARE_PROCESS: [0x0020, 'svcctl.service_type.win32_shared'],
  SERVICE_INTERACTIVE_PROCESS: [0x0100, 'svcctl.service_type.interactive'],
})).as('svcctl.service_type');
const StartType = u32.of(names({
  SERVICE_BOOT_START: 0, SERVICE_SYSTEM_START: 1, SERVICE_AUTO_START: 2, SERVICE_DEMAND_START: 3, SERVICE_DISABLED: 4,
})).as('svcctl.service_start_type');
const ErrorControl = u32.of(names({
  SERVICE_ERROR_IGNORE: 0, SERVICE_ERROR_NORMAL: 1, SERVICE_ERROR_SEVERE: 2, SERVICE_ERROR_CRITICAL: 3,
})).as('svcctl.service_error_control');
const ServiceState = u32.of(names({ SERVICE_ACTIVE: 1, SERVICE_INACTIVE: 2, SERVICE_STATE_ALL: 3 })).as('svcctl.service_state');

const SERVICE_STATUS = struct('MS-SCMR 2.2.47', 'SERVICE_STATUS', 'service_status', {
  dwServiceType:             ServiceType,
  dwCurrentState:            u32.of(names({
    SERVICE_STOPPED: 1, SERVICE_START_PENDING: 2, SERVICE_STOP_PENDING: 3, SERVICE_RUNNING: 4, SERVICE_CONTINUE_PENDING: 5, SERVICE_PAUSE_PENDING: 6,
    SERVICE_PAUSED: 7,
  })).as('current_state'),
  dwControlsAccepted:        u32.of({ hex: true }).as('controls_accepted'),
  dwWin32ExitCode:           u32.of({ names: WIN32_ERROR, hex: true }).as('win32_exit_code'),
  dwServiceSpecificExitCode: u32.as('service_exit_code'),
  dwCheckPoint:              u32.as('check_point'),
  dwWaitHint:                u32.as('wait_hint'),
});
const QUERY_SERVICE_CONFIGW = struct('MS-SCMR 2.2.15', 'QUERY_SERVICE_CONFIGW', 'config', {
  dwServiceType:      ServiceType,
  dwStartType:        StartType,
  dwErrorControl:     ErrorControl,
  lpBinaryPathName:   lpwstr.as('svcctl.binarypathname'),
  lpLoadOrderGroup:   lpwstr.as('svcctl.loadordergroup'),
  dwTagId:            u32.as('svcctl.tagid'),
  lpDependencies:     lpwstr.as('svcctl.dependencies'),
  lpServiceStartName: lpwstr.as('svcctl.service_start_name'),
  lpDisplayName:      lpwstr.as('svcctl.displayname'),
});
const QUERY_SERVICE_LOCK_STATUSW = struct('MS-SCMR 2.2.17', 'QUERY_SERVICE_LOCK_STATUSW', 'lock_status', {
  fIsLocked:      u32.as('svcctl.is_locked'),
  lpLockOwner:    lpwstr.as('svcctl.lock_owner'),
  dwLockDuration: u32.as('svcctl.lock_duration'),
});
const STRING_PTRSW = struct('MS-SCMR 2.2.41', 'STRING_PTRSW', 'argument', { StringPtr: lpwstr.as('svcctl.argument') });

const handle     = contextHandle.as('svcctl.hnd');
const database   = In(handle);
const hService   = In(handle);
const BufSize    = In(u32.as('svcctl.size'));
const Needed     = Out(u32.as('svcctl.required_size'));
const Buffer     = Out(blob('cbBufSize').as('svcctl.data'));
const returned   = { lpServicesReturned: Out(u32.as('svcctl.services_returned')) };
const resume     = { lpResumeIndex: InOut(unique(u32).as('svcctl.resume')) };
const lock       = contextHandle.as('svcctl.lock');
const Control    = names({
  SERVICE_CONTROL_STOP: 1, SERVICE_CONTROL_PAUSE: 2, SERVICE_CONTROL_CONTINUE: 3, SERVICE_CONTROL_INTERROGATE: 4, SERVICE_CONTROL_PARAMCHANGE: 6,
});
const config = {
  dwServiceType: In(ServiceType), dwStartType: In(StartType), dwErrorControl: In(ErrorControl),
};
const account = {
  lpDependencies: In(unique(blob('dwDependSize')).as('svcctl.dependencies')), dwDependSize: In(u32.as('svcctl.depend_size')),
  lpServiceStartName: In(lpwstr.as('svcctl.service_start_name')), lpPassword: In(unique(blob('dwPwSize')).as('svcctl.password').secret()),
  dwPwSize: In(u32.as('svcctl.password_size')),
};
const status = { lpServiceStatus: Out(SERVICE_STATUS.as('')) };

export const svcctl = rpc({
  name: 'svcctl', title: 'Service Control Manager', uuid: '367abb81-9844-35f1-ad32-98f038001003', version: [2, 0], pipes: ['svcctl'], spec: 'MS-SCMR 3.1.4',
  operations: {
    0:  op('RCloseServiceHandle', { hSCObject: InOut(handle) }, result),
    1:  op('RControlService', { hService, dwControl: In(u32.of(Control).as('svcctl.control')), ...status }, result),
    2:  op('RDeleteService', { hService }, result),
    3:  op('RLockServiceDatabase', { hSCManager: database, lpLock: Out(lock) }, result),
    4:  'RQueryServiceObjectSecurity', 5: 'RSetServiceObjectSecurity',
    6:  op('RQueryServiceStatus', { hService, ...status }, result),
    7:  op('RSetServiceStatus', { hServiceStatus: hService, lpServiceStatus: In(SERVICE_STATUS.as('')) }, result),
    8:  op('RUnlockServiceDatabase', { Lock: InOut(lock) }, result),
    9:  op('RNotifyBootConfigStatus', { lpMachineName: In(lpwstr.as('svcctl.machinename')), BootAcceptable: In(u32.as('svcctl.boot_acceptable')) }, result),
    10: 'Opnum10NotUsedOnWire',
    11: op('RChangeServiceConfigW', {
      hService, ...config, lpBinaryPathName: In(lpwstr.as('svcctl.binarypathname')), lpLoadOrderGroup: In(lpwstr.as('svcctl.loadordergroup')),
      lpdwTagId: InOut(unique(u32).as('svcctl.tagid')), ...account, lpDisplayName: In(lpwstr.as('svcctl.displayname')),
    }, result),
    12: op('RCreateServiceW', {
      hSCManager: database, lpServiceName: In(wstring.as('svcctl.servicename')), lpDisplayName: In(lpwstr.as('svcctl.displayname')),
      dwDesiredAccess: In(u32.of({ hex: true }).as('svcctl.access_mask')), ...config, lpBinaryPathName: In(wstring.as('svcctl.binarypathname')),
      lpLoadOrderGroup: In(lpwstr.as('svcctl.loadordergroup')), lpdwTagId: InOut(unique(u32).as('svcctl.tagid')), ...account, lpServiceHandle: Out(handle),
    }, result),
    13: op('REnumDependentServicesW', { hService, dwServiceState: In(ServiceState), lpServices: Buffer, cbBufSize: BufSize, pcbBytesNeeded: Needed, ...returned }, result),
    14: op('REnumServicesStatusW', {
      hSCManager: database, dwServiceType: In(ServiceType), dwServiceState: In(ServiceState), lpBuffer: Buffer, cbBufSize: BufSize, pcbBytesNeeded: Needed, ...returned, ...resume,
    }, result),
    15: op('ROpenSCManagerW', {
      lpMachineName: In(lpwstr.as('svcctl.machinename')), lpDatabaseName: In(lpwstr.as('svcctl.database')), dwDesiredAccess: In(u32.of(ScRights).as('svcctl.access_mask')), lpScHandle: Out(handle),
    }, result),
    16: op('ROpenServiceW', { hSCManager: database, lpServiceName: In(wstring.as('svcctl.servicename')), dwDesiredAccess: In(u32.of({ hex: true }).as('svcctl.access_mask')), lpServiceHandle: Out(handle) }, result),
    17: op('RQueryServiceConfigW', { hService, lpServiceConfig: Out(QUERY_SERVICE_CONFIGW.as('')), cbBufSize: BufSize, pcbBytesNeeded: Needed }, result),
    18: op('RQueryServiceLockStatusW', { hSCManager: database, lpLockStatus: Out(QUERY_SERVICE_LOCK_STATUSW.as('')), cbBufSize: BufSize, pcbBytesNeeded: Needed }, result),
    19: op('RStartServiceW', { hService, argc: In(u32.as('svcctl.argc')), argv: In(unique(conformant(STRING_PTRSW, 'argc')).as('')) }, result),
    20: op('RGetServiceDisplayNameW', { hSCManager: database, lpServiceName: In(wstring.as('svcctl.servicename')), lpDisplayName: Out(wstring.as('svcctl.displayname')), lpcchBuffer: InOut(u32.as('svcctl.size')) }, result),
    21: op('RGetServiceKeyNameW', { hSCManager: database, lpDisplayName: In(wstring.as('svcctl.displayname')), lpServiceName: Out(wstring.as('svcctl.servicename')), lpcchBuffer: InOut(u32.as('svcctl.size')) }, result),
    22: 'Opnum22NotUsedOnWire', 23: 'RChangeServiceConfigA', 24: 'RCreateServiceA', 25: 'REnumDependentServicesA', 26: 'REnumServicesStatusA',
    27: 'ROpenSCManagerA', 28: 'ROpenServiceA', 29: 'RQueryServiceConfigA', 30: 'RQueryServiceLockStatusA', 31: 'RStartServiceA',
    32: 'RGetServiceDisplayNameA', 33: 'RGetServiceKeyNameA', 34: 'Opnum34NotUsedOnWire', 35: 'REnumServiceGroupW', 36: 'RChangeServiceConfig2A',
    37: 'RChangeServiceConfig2W', 38: 'RQueryServiceConfig2A',
    39: op('RQueryServiceConfig2W', { hService, dwInfoLevel: In(u32.as('svcctl.level')), lpBuffer: Buffer, cbBufSize: BufSize, pcbBytesNeeded: Needed }, result),
    40: op('RQueryServiceStatusEx', { hService, InfoLevel: In(u32.as('svcctl.level')), lpBuffer: Buffer, cbBufSize: BufSize, pcbBytesNeeded: Needed }, result),
    41: 'REnumServicesStatusExA',
    42: op('REnumServicesStatusExW', {
      hSCManager: database, InfoLevel: In(u32.as('svcctl.level')), dwServiceType: In(ServiceType), dwServiceState: In(ServiceState), lpBuffer: Buffer, cbBufSize: BufSize,
      pcbBytesNeeded: Needed, ...returned, ...resume, pszGroupName: In(lpwstr.as('svcctl.loadordergroup')),
    }, result),
    43: 'Opnum43NotUsedOnWire', 44: 'RCreateServiceWOW64A', 45: 'RCreateServiceWOW64W', 46: 'Opnum46NotUsedOnWire', 47: 'RNotifyServiceStatusChange',
    48: 'RGetNotifyResults', 49: 'RCloseNotifyHandle', 50: 'RControlServiceExA', 51: 'RControlServiceExW', 52: 'Opnum52NotUsedOnWire',
    53: 'Opnum53NotUsedOnWire', 54: 'Opnum54NotUsedOnWire', 55: 'Opnum55NotUsedOnWire', 56: 'RQueryServiceConfigEx', 60: 'RCreateWowService',
    64: 'ROpenSCManager2',
  },
});
