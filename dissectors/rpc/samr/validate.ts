import { names } from '../../../src/dissect/field.ts';
import { blob, conformant, enum16, hyperTime, type Ndr, u32, u8, unique } from '../../../src/dissect/ndr.ts';
import { secret, struct, text, union } from './access.ts';

const SAM_VALIDATE_PASSWORD_HASH = struct('MS-SAMR 2.2.9.1', 'SAM_VALIDATE_PASSWORD_HASH', 'ValidationBlob', {
  Length: u32.as('length'),
  Hash:   unique(blob('Length')).as('data').secret(),
});

const SAM_VALIDATE_PERSISTED_FIELDS = struct('MS-SAMR 2.2.9.2', 'SAM_VALIDATE_PERSISTED_FIELDS', 'ValidatePasswordInfo', {
  PresentFields:         u32.as('fields_present'),
  PasswordLastSet:       hyperTime.as('last_password_change'),
  BadPasswordTime:       hyperTime.as('bad_password_time'),
  LockoutTime:           hyperTime.as('lockout_time'),
  BadPasswordCount:      u32.as('bad_pwd_count'),
  PasswordHistoryLength: u32.as('pwd_history_len'),
  PasswordHistory:       unique(conformant(SAM_VALIDATE_PASSWORD_HASH, 'PasswordHistoryLength')).as('pwd_history'),
});

const ValidationStatus = enum16.of(names({
  SamValidateSuccess: 0, SamValidatePasswordMustChange: 1, SamValidateAccountLockedOut: 2, SamValidatePasswordExpired: 3,
  SamValidatePasswordIncorrect: 4, SamValidatePasswordIsInHistory: 5, SamValidatePasswordTooShort: 6, SamValidatePasswordTooLong: 7,
  SamValidatePasswordNotComplexEnough: 8, SamValidatePasswordTooRecent: 9, SamValidatePasswordFilterError: 10,
}));

const SAM_VALIDATE_STANDARD_OUTPUT_ARG = struct('MS-SAMR 2.2.9.4', 'SAM_VALIDATE_STANDARD_OUTPUT_ARG', 'ValidatePasswordRepCtr', {
  ChangedPersistedFields: SAM_VALIDATE_PERSISTED_FIELDS.as('info'),
  ValidationStatus:       ValidationStatus.as('status'),
});

export const PASSWORD_POLICY_VALIDATION_TYPE = enum16.of(names({
  SamValidateAuthentication: 1, SamValidatePasswordChange: 2, SamValidatePasswordReset: 3,
}));

export const validateInput = <const S extends string>(switchIs: S): Ndr<unknown, S> =>
  union('MS-SAMR 2.2.9.9', 'SAM_VALIDATE_INPUT_ARG', 'ValidatePasswordReq', switchIs, {
    1: struct('MS-SAMR 2.2.9.5', 'SAM_VALIDATE_AUTHENTICATION_INPUT_ARG', 'ValidatePasswordReq1', {
      InputPersistedFields: SAM_VALIDATE_PERSISTED_FIELDS.as('info'),
      PasswordMatched:      u8.as('password_matched'),
    }).as('req1'),
    2: struct('MS-SAMR 2.2.9.6', 'SAM_VALIDATE_PASSWORD_CHANGE_INPUT_ARG', 'ValidatePasswordReq2', {
      InputPersistedFields: SAM_VALIDATE_PERSISTED_FIELDS.as('info'),
      ClearPassword:        secret('ValidatePasswordReq2.password'),
      UserAccountName:      text('ValidatePasswordReq2.account'),
      HashedPassword:       SAM_VALIDATE_PASSWORD_HASH.as('hash'),
      PasswordMatch:        u8.as('password_matched'),
    }).as('req2'),
    3: struct('MS-SAMR 2.2.9.7', 'SAM_VALIDATE_PASSWORD_RESET_INPUT_ARG', 'ValidatePasswordReq3', {
      InputPersistedFields:        SAM_VALIDATE_PERSISTED_FIELDS.as('info'),
      ClearPassword:               secret('ValidatePasswordReq3.password'),
      UserAccountName:             text('ValidatePasswordReq3.account'),
      HashedPassword:              SAM_VALIDATE_PASSWORD_HASH.as('hash'),
      PasswordMustChangeAtNextLogon: u8.as('pwd_must_change_at_next_logon'),
      ClearLockout:                u8.as('clear_lockout'),
    }).as('req3'),
  }, enum16);

export const validateOutput = <const S extends string>(switchIs: S): Ndr<unknown, S> =>
  union('MS-SAMR 2.2.9.10', 'SAM_VALIDATE_OUTPUT_ARG', 'ValidatePasswordRep', switchIs, {
    1: SAM_VALIDATE_STANDARD_OUTPUT_ARG.as('ctr1'),
    2: SAM_VALIDATE_STANDARD_OUTPUT_ARG.as('ctr2'),
    3: SAM_VALIDATE_STANDARD_OUTPUT_ARG.as('ctr3'),
  }, enum16);
