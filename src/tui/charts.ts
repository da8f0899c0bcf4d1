import { type Activity, ALL, LEAST, STEPS } from '../report/activity.ts';
import { duration } from './cells.ts';
import type { Contents } from './contents.ts';
import type { Rect } from './layout.ts';
import { title } from './pane-title.ts';
import type { State } from './state.ts';
import { grouped } from './status.ts';
import { Line, type Style, type Tone } from './style.ts';
import { StatisticsListing } from './views/statistics.ts';
import { bytes } from './views/texts.ts';
import { fit } from './width.ts';

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const LABEL = 19;
/** Dots of a braille cell from the bottom up: left and right. */
const DOTS = [
  [0x40, 0x04, 0x02, 0x01],
  [0x80, 0x20, 0x10, 0x08],
] as const;

/** The statistics that the view shows, once they are there. */
function activityOf(state: State, contents: Contents): Activity | null {
  const listing = contents.view(state)?.listing;
  return listing instanceof StatisticsListing ? listing.activity : null;
}

/** The response times of the selected command: a bar for each step that any call took. */
export function histogramLines(state: State, contents: Contents, style: Style, rect: Rect): string[] {
  if (rect.height === 0) return [];
  const activity = activityOf(state, contents);
  const command = activity?.times[state.places.statistics.line]?.command ?? ALL;
  const lines = [title(`Response times: ${command}`, rect.width, false, style)];
  const histogram = activity?.histograms.get(command);
  if (histogram === undefined) return lines;
  const first = histogram.findIndex((n) => n > 0);
  if (first < 0) return lines;
  const last = histogram.findLastIndex((n) => n > 0);
  // Where the steps have no room, neighbours stand together.
  const merged = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, rect.height - 1)));
  const bars = Array.from({ length: Math.ceil((last - first + 1) / merged) }, (_, i) => {
    const step = first + i * merged;
    return { step, calls: histogram.slice(step, step + merged).reduce((a, b) => a + b, 0) };
  });
  const most = bars.reduce((a, b) => Math.max(a, b.calls), 1);
  const digits = String(most).length;
  const room = Math.max(1, rect.width - LABEL - digits - 3);
  for (const { step, calls } of bars) {
    const label = `${limit(step)} – ${limit(step + merged)}`;
    lines.push(
      new Line(style)
        .add(fit(` ${label}`, LABEL), 'faint')
        .add(` ${String(calls).padStart(digits)} `)
        .add(bar(calls, most, room), 'name')
        .end(),
    );
  }
  return lines;
}

const limit = (step: number): string => duration(LEAST * 10 ** (step / STEPS));

function bar(value: number, most: number, room: number): string {
  const eighths = value === 0 ? 0 : Math.max(1, Math.round((8 * room * Math.min(value, most)) / most));
  return ('█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!).padEnd(room);
}

/** Operations and throughput over the time of the capture. */
export function timelineLines(state: State, contents: Contents, style: Style, rect: Rect): string[] {
  if (rect.height === 0) return [];
  const activity = activityOf(state, contents);
  const lines = [title(activity === null ? 'Over time' : `Over ${duration(activity.seconds)}`, rect.width, false, style)];
  if (activity === null || activity.times.length === 0) return lines;
  const all: [string, Float64Array, Tone, (perSecond: number) => string][] = [
    ['requests', activity.requests, 'request', (n) => `${n < 10 ? n.toFixed(1) : grouped(Math.round(n))}/s`],
    ['read', activity.bytesRead, 'response', (n) => `${bytes(n) || '0 B'}/s`],
    ['written', activity.bytesWritten, 'warning', (n) => `${bytes(n) || '0 B'}/s`],
  ];
  const series = all.filter(([, values], i) => i === 0 || values.some((value) => value > 0));
  const height = Math.max(1, Math.floor((rect.height - 1) / series.length) - 1);
  for (const [name, values, tone, text] of series) {
    const { rows, most, mean } = plot(values, rect.width, height, activity.seconds);
    lines.push(fit(` ${name}: at most ${text(most)}, mean ${text(mean)}`, rect.width));
    for (const row of rows) lines.push(style.text(tone, row));
  }
  return lines;
}

/** Braille columns under a line; what is there at all has a dot. */
function plot(values: Float64Array, width: number, height: number, seconds: number): { rows: string[]; most: number; mean: number } {
  const columns = 2 * width;
  const folded = new Float64Array(columns);
  for (let i = 0; i < values.length; i++) folded[Math.floor((i * columns) / values.length)]! += values[i]!;
  // A narrower series than the screen has its values side by side.
  if (columns > values.length) for (let i = 0; i < columns; i++) folded[i] = values[Math.floor((i * values.length) / columns)]!;
  const span = seconds / Math.min(columns, values.length);
  const most = folded.reduce((a, b) => Math.max(a, b), 0);
  const levels = Array.from(folded, (v) => (v === 0 ? 0 : Math.max(1, Math.round((4 * height * v) / most))));
  const rows = Array.from({ length: height }, (_, row) => {
    const base = 4 * (height - 1 - row);
    return Array.from({ length: width }, (_, x) => {
      let dots = 0;
      for (const side of [0, 1] as const) for (let d = 0; d < 4; d++) if (levels[2 * x + side]! > base + d) dots |= DOTS[side][d]!;
      return String.fromCharCode(0x2800 + dots);
    }).join('');
  });
  const sum = values.reduce((a, b) => a + b, 0);
  return { rows, most: most / span, mean: sum / seconds };
}
