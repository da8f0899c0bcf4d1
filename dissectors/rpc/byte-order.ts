import { type Codec, coded, guid, type Field, u16, u16be, u32, u32be } from '../../src/dissect/field.ts';
import { bigGuid } from '../../src/dissect/ndr-rows.ts';

/** The words of a PDU's header, whose byte order its packed_drep says (C706 14.1). */
export interface Order {
  readonly u16: typeof u16;
  readonly u32: typeof u32;
  readonly guid: (abbrev: string) => Field<string>;
  /** Seconds since 1970. */
  readonly time: (abbrev: string) => Field<string>;
}

export const little: Order = { u16, u32, guid, time: (abbrev) => coded(abbrev, unixTime(true)) };
export const big: Order    = {
  u16: u16be, u32: u32be, guid: (abbrev) => coded(abbrev, bigGuid16), time: (abbrev) => coded(abbrev, unixTime(false)),
};

function unixTime(littleEndian: boolean): Codec {
  return {
    measure: (_, from, to) => (to - from < 4 ? 0 : 4),
    read: (data, from) => new Date(data.getUint32(from, littleEndian) * 1000).toISOString(),
  };
}

const bigGuid16: Codec = { ...bigGuid, measure: (_: DataView, from: number, to: number) => (to - from < 16 ? 0 : 16) };
