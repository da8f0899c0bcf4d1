/** An unsigned integer of 1 to 8 bytes; above 2^53 the nearest double. */
export function readUint(data: DataView, at: number, size: number, bigEndian: boolean): number {
  switch (size) {
    case 1:
      return data.getUint8(at);
    case 2:
      return data.getUint16(at, !bigEndian);
    case 3:
      return bigEndian ? data.getUint16(at) * 256 + data.getUint8(at + 2) : data.getUint16(at, true) + data.getUint8(at + 2) * 65536;
    case 4:
      return data.getUint32(at, !bigEndian);
    case 6:
      return bigEndian
        ? data.getUint16(at) * 2 ** 32 + data.getUint32(at + 2)
        : data.getUint32(at, true) + data.getUint16(at + 4, true) * 2 ** 32;
    default:
      return bigEndian
        ? data.getUint32(at) * 2 ** 32 + data.getUint32(at + 4)
        : data.getUint32(at, true) + data.getUint32(at + 4, true) * 2 ** 32;
  }
}
