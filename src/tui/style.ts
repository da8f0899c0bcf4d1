/** What a piece of text means; how that looks is decided here alone. */
export type Tone =
  | 'plain'
  | 'faint'
  | 'title'
  | 'heading'
  | 'selected'
  | 'resting'
  | 'request'
  | 'response'
  | 'error'
  | 'warning'
  | 'secret'
  | 'oneWay'
  | 'good'
  | 'cursor'
  | 'key'
  | 'name';

/** SGR parameters: attributes that every terminal has, and one of the first eight colours, which each scheme makes readable. */
export const attributes: Readonly<Record<Tone, string>> = {
  plain: '',
  faint: '2',
  title: '1',
  heading: '1;4',
  selected: '7',
  resting: '2;7',
  request: '',
  response: '',
  error: '1',
  warning: '',
  secret: '',
  oneWay: '3',
  good: '',
  cursor: '1;4;7',
  key: '1;4',
  name: '',
};
const colours: Partial<Readonly<Record<Tone, string>>> = {
  request: '36',
  response: '32',
  error: '31',
  warning: '33',
  secret: '35',
  oneWay: '33',
  good: '32',
  name: '36',
};

export const RESET = '\x1b[m';

/** Turns meaning into terminal sequences; without colour, only attributes are left. */
export class Style {
  private readonly codes: Readonly<Record<Tone, string>>;

  /** `theme` replaces the colours of tones. */
  constructor(hasColour: boolean, theme: Partial<Readonly<Record<Tone, string>>> = {}) {
    this.codes = Object.fromEntries(
      Object.entries(attributes).map(([tone, attribute]) => {
        const colour = hasColour ? (theme[tone as Tone] ?? colours[tone as Tone]) : undefined;
        return [tone, [attribute, colour].filter((code) => code).join(';')];
      }),
    ) as Record<Tone, string>;
  }

  /** The sequence that sets a tone on top of another, whatever was set before. */
  start(tone: Tone, under: Tone = 'plain'): string {
    const codes = [this.codes[under], this.codes[tone]].filter((code) => code !== '').join(';');
    return codes === '' ? RESET : `\x1b[0;${codes}m`;
  }

  text(tone: Tone, text: string): string {
    return tone === 'plain' ? text : `${this.start(tone)}${text}${RESET}`;
  }
}

/** A line made of pieces in different tones over one ground: a selected line keeps its ground throughout. */
export class Line {
  private text = '';
  private last: Tone = 'plain';
  private readonly style: Style;
  private readonly ground: Tone;

  constructor(style: Style, ground: Tone = 'plain') {
    this.style = style;
    this.ground = ground;
    if (ground !== 'plain') this.text = style.start(ground);
  }

  add(text: string, tone: Tone = 'plain'): this {
    if (tone !== this.last) this.text += this.style.start(tone, this.ground);
    this.last = tone;
    this.text += text;
    return this;
  }

  end(): string {
    return this.last === 'plain' && this.ground === 'plain' ? this.text : this.text + RESET;
  }
}
