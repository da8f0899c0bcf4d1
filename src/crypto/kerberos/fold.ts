const TURN = 13n;

/** n-fold, RFC 3961 5.1: copies of `input`, each turned right by 13 bits more, cut to pieces of `size` bytes, which are added with end-around carry. */
export function nFold(input: Uint8Array, size: number): Buffer {
  const bits = BigInt(input.length * 8);
  const digits = input.length * 2;
  let copy = BigInt('0x' + Buffer.from(input).toString('hex'));
  let stretched = '';
  do {
    stretched += copy.toString(16).padStart(digits, '0');
    copy = (copy >> (TURN % bits)) | ((copy << (bits - (TURN % bits))) & ((1n << bits) - 1n));
  } while (stretched.length % (size * 2) !== 0);
  let sum = 0n;
  for (let at = 0; at < stretched.length; at += size * 2) sum += BigInt('0x' + stretched.slice(at, at + size * 2));
  const width = BigInt(size * 8);
  while (sum >> width > 0n) sum = (sum >> width) + (sum & ((1n << width) - 1n));
  return Buffer.from(sum.toString(16).padStart(size * 2, '0'), 'hex');
}
