/** The name that is most like a word, if any is; case does not matter. Of long words a third may be wrong, of short ones `least` letters. */
export function mostLike(word: string, names: Iterable<string>, least = 2): string | undefined {
  const asked = word.toLowerCase().slice(0, 80);
  let best: string | undefined;
  let limit = Math.min(asked.length, Math.max(least, Math.floor(asked.length / 3)) + 1);
  for (const name of names) {
    if (Math.abs(name.length - asked.length) >= limit) continue;
    const d = distance(asked, name.toLowerCase());
    if (d < limit) [limit, best] = [d, name];
  }
  return best;
}

/** How many letters have to be changed, added or left out. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}

/** How other languages write what this one has. */
const OTHERWISE: Readonly<Record<string, string>> = {
  '=': '==',
  '|': '||',
  '^': '^^',
  ';': '&&',
  is: '==',
  equals: '==',
  has: 'contains',
  includes: 'contains',
  like: 'matches',
  regex: 'matches',
};

/** `: did you mean …?` for a word or sign where an operator is expected; empty where nothing is like it. */
export function meantOperator(text: string, operators: Iterable<string>): string {
  const lower = text.toLowerCase();
  const meant = Object.hasOwn(OTHERWISE, lower) ? OTHERWISE[lower] : mostLike(text, operators, text.length < 3 ? 0 : 1);
  return meant === undefined ? '' : `: did you mean "${meant}"?`;
}
