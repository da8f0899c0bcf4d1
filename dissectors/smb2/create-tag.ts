import type { Codec } from '../../src/dissect/field.ts';
import { guidText } from '../../src/dissect/show.ts';

const GUID_SIZE = 16;

/** The contexts whose Name is a GUID, MS-SMB2 2.2.13.2 and others. */
const NAMES: Readonly<Record<string, string>> = {
  '6aa6bc45-a7ef-4af7-9008-fa462e144d74': 'SMB2_CREATE_APP_INSTANCE_ID',
  'b7d082b9-563b-4f07-a07b-524a8116a010': 'SMB2_CREATE_APP_INSTANCE_VERSION',
  '9ecfcb9c-c104-43e6-980e-158da1f6ec83': 'SVHDX_OPEN_DEVICE_CONTEXT',
  '5025ad93-b49c-e711-b423-83de968bcd7c': 'SMB2_CREATE_POSIX_CONTEXT',
};

/** Four letters, or a GUID. */
export const tag: Codec = {
  measure: (_, from, to) => to - from,
  read: (data, from, to) => {
    const raw = Buffer.from(data.buffer, data.byteOffset + from, to - from);
    return raw.length === GUID_SIZE ? guidText(raw) : raw.toString('latin1');
  },
  describe(data, from, to) {
    const name = tag.read(data, from, to, 0);
    return Object.hasOwn(NAMES, name) ? `${NAMES[name]} (${name})` : name;
  },
};
