const DIGITS = '0123456789abcdef';
/** `00` to `99`: numbers are written two digits at a time. */
export const PAIRS = Uint8Array.from({ length: 200 }, (_, i) => 48 + (i % 2 === 0 ? Math.floor(i / 20) : (i >> 1) % 10));

/** `0` to `999` as bytes of one word, least first; behind them `000` to `999`. */
export const THOUSAND = Int32Array.from({ length: 2000 }, (_, i) => {
  const text = i < 1000 ? String(i) : String(i).slice(-3);
  return text.charCodeAt(0) | (text.charCodeAt(1) << 8) | (text.charCodeAt(2) << 16);
});
/** `00` to `ff`, likewise. */
export const HEX = Uint16Array.from({ length: 256 }, (_, i) => DIGITS.charCodeAt(i >> 4) | (DIGITS.charCodeAt(i & 15) << 8));

/** Decimal digits of a whole number. */
export const digitsOf = (value: number): number => {
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) digits++;
  return digits;
};
