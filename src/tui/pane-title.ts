import type { Style } from './style.ts';
import { fit, widthOf } from './width.ts';

/** The line above a pane: heavy for the pane that has the keys. */
export function title(text: string, width: number, isFocused: boolean, style: Style): string {
  const rule = isFocused ? '━' : '─';
  const shown = Math.max(0, Math.min(widthOf(text), width - 4));
  const line = shown === 0 ? rule.repeat(width) : `${rule} ${fit(text, shown)} ${rule.repeat(width - shown - 3)}`;
  return style.text(isFocused ? 'title' : 'faint', line);
}
