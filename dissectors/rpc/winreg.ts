import { bits, names, u16 as word, u16be } from '../../src/dissect/field.ts';
import {
  conformant, conformantVarying, contextHandle, countedWith, filetime, In, InOut, type Ndr, Out, u16, u32, u8, unique, varyingBlob, within,
} from '../../src/dissect/ndr.ts';
import { op, rpc } from '../../src/dissect/rpc.ts';
import { struct as plain } from '../../src/dissect/struct.ts';
import { rights, unicodeString, werror } from './types.ts';

const { struct } = within('winreg.');

const right = (name: string) => `winreg.winreg_AccessMask.${name}`;
/** MS-RRP 2.2.4. */
const REGSAM = u32.of(rights({
  KEY_QUERY_VALUE:        [0x0001, right('KEY_QUERY_VALUE')],
  KEY_SET_VALUE:          [0x0002, right('KEY_SET_VALUE')],
  KEY_CREATE_SUB_KEY:     [0x0004, right('KEY_CREATE_SUB_KEY')],
  KEY_ENUMERATE_SUB_KEYS: [0x0008, right('KEY_ENUMERATE_SUB_KEYS')],
  KEY_NOTIFY:             [0x0010, right('KEY_NOTIFY')],
  KEY_CREATE_LINK:        [0x0020, right('KEY_CREATE_LINK')],
  KEY_WOW64_64KEY:        [0x0100, right('KEY_WOW64_64KEY')],
  KEY_WOW64_32KEY:        [0x0200, right('KEY_WOW64_32KEY')],
})).as('winreg.access_mask');

const Options = bits({
  REG_OPTION_VOLATILE:       [0x01, 'winreg.winreg_KeyOptions.REG_OPTION_VOLATILE'],
  REG_OPTION_CREATE_LINK:    [0x02, 'winreg.winreg_KeyOptions.REG_OPTION_CREATE_LINK'],
  REG_OPTION_BACKUP_RESTORE: [0x04, 'winreg.winreg_KeyOptions.REG_OPTION_BACKUP_RESTORE'],
  REG_OPTION_OPEN_LINK:      [0x08, 'winreg.winreg_KeyOptions.REG_OPTION_OPEN_LINK'],
});
const Type = u32.of(names({
  REG_NONE: 0, REG_SZ: 1, REG_EXPAND_SZ: 2, REG_BINARY: 3, REG_DWORD: 4, REG_DWORD_BIG_ENDIAN: 5, REG_LINK: 6, REG_MULTI_SZ: 7, REG_QWORD: 11,
}));

const text = (name: string): Ndr => unicodeString('winreg.winreg_String.name_len', 'winreg.winreg_String.name_size', `winreg.winreg_${name}`);
const characters = (name: string, character: typeof word) =>
  plain('MS-RRP 2.2.5', 'Characters', { Character: character(`winreg.${name}.name`).times(Infinity) });
/** Wireshark has its characters one by one. */
const room = (title: string): Ndr => struct('MS-RRP 2.2.5', 'RRP_UNICODE_STRING', title, {
  Length:        u16.as('length'),
  MaximumLength: u16.as('size'),
  Buffer:        unique(countedWith(characters(title, word), characters(title, u16be))).as('text'),
});
const StringBuf  = room('winreg_StringBuf');
const ValNameBuf = room('winreg_ValNameBuf');

const RPC_SECURITY_DESCRIPTOR = struct('MS-RRP 2.2.8', 'RPC_SECURITY_DESCRIPTOR', 'KeySecurityData', {
  lpSecurityDescriptor:   unique(varyingBlob('cbInSecurityDescriptor', 'cbOutSecurityDescriptor')).as('data'),
  cbInSecurityDescriptor: u32.as('size'),
  cbOutSecurityDescriptor: u32.as('len'),
});
const RPC_SECURITY_ATTRIBUTES = struct('MS-RRP 2.2.7', 'RPC_SECURITY_ATTRIBUTES', 'KeySecurityAttribute', {
  nLength:                u32.as('data_size'),
  RpcSecurityDescriptor:  RPC_SECURITY_DESCRIPTOR.as('sec_data'),
  bInheritHandle:         u8.as('inherit'),
});
const RVALENT = struct('MS-RRP 2.2.6', 'RVALENT', 'QueryMultipleValue', {
  ve_valuename: unique(ValNameBuf).as('ve_valuename'),
  ve_valuelen:  u32.as('ve_valuelen'),
  ve_valueptr:  u32.as('ve_valueptr'),
  ve_type:      Type.as('ve_type'),
});

const ServerName = In(unique(u16).as('winreg.system_name'));
const handle     = contextHandle.as('winreg.handle');
const hKey       = In(handle);
const root       = { ServerName, samDesired: In(REGSAM), phKey: Out(handle) };
const sam        = In(REGSAM);
const bytes      = conformantVarying(u8);
const count      = InOut(unique(u32));
const values     = (name: string) => ({
  hKey: In(contextHandle.as('key_handle')), val_listIn: InOut(conformantVarying(RVALENT, 'num_vals', 'num_vals').as('values_in')), num_vals: In(u32.as('num_values')),
  lpvalueBuf: InOut(unique(bytes).as('buffer')), ldwTotsize: InOut(u32.as(name)),
});
const shutdown = {
  ServerName: In(unique(u16).as('hostname')), lpMessage: In(unique(StringBuf).as('message')), dwTimeout: In(u32.as('timeout')),
  bForceAppsClosed: In(u8.as('force_apps')), bRebootAfterShutdown: In(u8.as('do_reboot')),
};

export const winreg = rpc({
  name: 'winreg', title: 'Remote Registry Service', uuid: '338cd001-2244-31f1-aaaa-900038001003', version: [1, 0], pipes: ['winreg'], spec: 'MS-RRP 3.1.5',
  operations: {
    0:  op('OpenClassesRoot', root, werror, 'OpenHKCR'),
    1:  op('OpenCurrentUser', root, werror, 'OpenHKCU'),
    2:  op('OpenLocalMachine', root, werror, 'OpenHKLM'),
    3:  op('OpenPerformanceData', root, werror, 'OpenHKPD'),
    4:  op('OpenUsers', root, werror, 'OpenHKU'),
    5:  op('BaseRegCloseKey', { hKey: InOut(handle) }, werror, 'CloseKey'),
    6:  op('BaseRegCreateKey', {
      hKey, lpSubKey: In(text('CreateKey.name')), lpClass: In(text('CreateKey.keyclass')), dwOptions: In(u32.of(Options).as('options')), samDesired: sam,
      lpSecurityAttributes: In(unique(RPC_SECURITY_ATTRIBUTES).as('secdesc')), phkResult: Out(contextHandle.as('new_handle')),
      lpdwDisposition: InOut(unique(u32.of(names({ REG_CREATED_NEW_KEY: 1, REG_OPENED_EXISTING_KEY: 2 }))).as('action_taken')),
    }, werror, 'CreateKey'),
    7:  op('BaseRegDeleteKey', { hKey, lpSubKey: In(text('DeleteKey.key')) }, werror, 'DeleteKey'),
    8:  op('BaseRegDeleteValue', { hKey, lpValueName: In(text('DeleteValue.value')) }, werror, 'DeleteValue'),
    9:  op('BaseRegEnumKey', {
      hKey, dwIndex: In(u32.as('enum_index')), lpName: InOut(StringBuf.as('name')), lplpClass: InOut(unique(StringBuf).as('keyclass')),
      lpftLastWriteTime: InOut(unique(filetime).as('last_changed_time')),
    }, werror, 'EnumKey'),
    10: op('BaseRegEnumValue', {
      hKey, dwIndex: In(u32.as('enum_index')), lpValueName: InOut(ValNameBuf.as('name')), lpType: InOut(unique(Type).as('type')),
      lpData: InOut(unique(bytes).as('value')), lpcbData: count.as('size'), lpcbLen: count.as('length'),
    }, werror, 'EnumValue'),
    11: op('BaseRegFlushKey', { hKey }, werror, 'FlushKey'),
    12: op('BaseRegGetKeySecurity', { hKey, SecurityInformation: In(u32.as('sec_info')), pRpcSecurityDescriptor: InOut(RPC_SECURITY_DESCRIPTOR.as('winreg.sd')) }, werror, 'GetKeySecurity'),
    13: op('BaseRegLoadKey', { hKey, lpSubKey: In(text('LoadKey.keyname')), lpFile: In(text('LoadKey.filename')) }, werror, 'LoadKey'),
    14: 'Opnum14NotImplemented',
    15: op('BaseRegOpenKey', { hKey: In(contextHandle.as('parent_handle')), lpSubKey: In(text('OpenKey.keyname')), dwOptions: In(u32.of(Options).as('options')), samDesired: sam, phkResult: Out(handle) }, werror, 'OpenKey'),
    16: op('BaseRegQueryInfoKey', {
      hKey, lpClassIn: InOut(text('QueryInfoKey.classname')), lpcSubKeys: Out(u32.as('num_subkeys')), lpcbMaxSubKeyLen: Out(u32.as('max_subkeylen')),
      lpcbMaxClassLen: Out(u32.as('max_classlen')), lpcValues: Out(u32.as('num_values')), lpcbMaxValueNameLen: Out(u32.as('max_valnamelen')),
      lpcbMaxValueLen: Out(u32.as('max_valbufsize')), lpcbSecurityDescriptor: Out(u32.as('secdescsize')), lpftLastWriteTime: Out(filetime.as('last_changed_time')),
    }, werror, 'QueryInfoKey'),
    17: op('BaseRegQueryValue', {
      hKey, lpValueName: In(text('QueryValue.value_name')), lpType: InOut(unique(Type).as('type')), lpData: InOut(unique(bytes).as('data')),
      lpcbData: count.as('data_size'), lpcbLen: count.as('data_length'),
    }, werror, 'QueryValue'),
    18: op('BaseRegReplaceKey', { hKey: In(contextHandle.as('handle')), lpSubKey: In(text('ReplaceKey.subkey')), lpNewFile: In(text('ReplaceKey.new_file')), lpOldFile: In(text('ReplaceKey.old_file')) }, werror, 'ReplaceKey'),
    19: op('BaseRegRestoreKey', { hKey: In(contextHandle.as('handle')), lpFile: In(text('RestoreKey.filename')), Flags: In(u32.as('flags')) }, werror, 'RestoreKey'),
    20: op('BaseRegSaveKey', { hKey: In(contextHandle.as('handle')), lpFile: In(text('SaveKey.filename')), pSecurityAttributes: In(unique(RPC_SECURITY_ATTRIBUTES).as('sec_attrib')) }, werror, 'SaveKey'),
    21: op('BaseRegSetKeySecurity', { hKey, SecurityInformation: In(u32.as('sec_info')), pRpcSecurityDescriptor: In(RPC_SECURITY_DESCRIPTOR.as('winreg.sd')) }, werror, 'SetKeySecurity'),
    22: op('BaseRegSetValue', { hKey, lpValueName: In(text('SetValue.name')), dwType: In(Type.as('type')), lpData: In(conformant(u8, 'cbData').as('data')), cbData: In(u32.as('size')) }, werror, 'SetValue'),
    23: op('BaseRegUnLoadKey', { hKey: In(contextHandle.as('handle')), lpSubKey: In(text('UnLoadKey.subkey')) }, werror, 'UnLoadKey'),
    24: op('BaseInitiateSystemShutdown', shutdown, werror, 'InitiateSystemShutdown'),
    25: op('BaseAbortSystemShutdown', { ServerName: In(unique(u16).as('server')) }, werror, 'AbortSystemShutdown'),
    26: op('BaseRegGetVersion', { hKey, lpdwVersion: Out(u32.as('version')) }, werror, 'GetVersion'),
    27: op('OpenCurrentConfig', root, werror, 'OpenHKCC'),
    28: op('OpenHKDD', root, werror),
    29: op('BaseRegQueryMultipleValues', values('buffer_size'), werror, 'QueryMultipleValues'),
    30: op('BaseInitiateSystemShutdownEx', { ...shutdown, dwReason: In(u32.as('reason')) }, werror, 'InitiateSystemShutdownEx'),
    31: op('BaseRegSaveKeyEx', { hKey: In(contextHandle.as('handle')), lpFile: In(text('SaveKeyEx.filename')), pSecurityAttributes: In(unique(RPC_SECURITY_ATTRIBUTES).as('sec_attrib')), Flags: In(u32.as('flags')) }, werror, 'SaveKeyEx'),
    32: op('OpenPerformanceText', root, werror, 'OpenHKPT'),
    33: op('OpenPerformanceNlsText', root, werror, 'OpenHKPN'),
    34: 'BaseRegQueryMultipleValues2',
    35: op('BaseRegDeleteKeyEx', { hKey: In(contextHandle.as('handle')), lpSubKey: In(text('DeleteKeyEx.key')), AccessMask: In(u32.as('access_mask')), Reserved: In(u32.as('reserved')) }, werror, 'DeleteKeyEx'),
  },
});
