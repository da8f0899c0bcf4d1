import { dirname } from 'node:path';
import { UserError } from '../../bytes/user-error.ts';
import type { Capture } from '../capture.ts';
import { HEAD } from '../format.ts';
import { captureOf } from '../open.ts';
import { hasRoom } from '../spool.ts';
import { type Backend, backends } from './backends.ts';
import { type Failure, failureOf, remarkOf } from './failure.ts';
import type { Feed } from './feed.ts';
import { type Place, placeFor } from './place.ts';
import { type Ending, Recorder } from './recorder.ts';
import { backendNames, type Request } from './request.ts';
import { RingFile } from './ring.ts';

/** Milliseconds between two looks at what was written. */
const LOOK_EVERY = 50;
const ROOM_EVERY = 1000;
const LONGEST_TIMER = 2 ** 31 - 1;

/** Starts to capture with the first back-end that can. Throws UserError when none does, and says what to do. */
export async function startCapture(request: Request): Promise<Feed> {
  const failures: Failure[] = [];
  for (const name of request.backend === undefined ? backendNames : [request.backend]) {
    const backend = backends[name];
    if (request.ring !== undefined && !backend.hasRing) {
      failures.push({ kind: 'missing', text: `${name} has no ring of files: leave out -b, or ${backends.dumpcap.advice}` });
      continue;
    }
    const feed = await begin(backend, request);
    if (feed instanceof LiveFeed) return feed;
    failures.push(feed);
    if (feed.kind === 'request') break;
  }
  // What the best of those that are installed says; else what to install first.
  throw new UserError((failures.find((f) => f.kind === 'request') ?? failures.find((f) => f.kind !== 'missing') ?? failures[0]!).text);
}

async function begin(backend: Backend, request: Request): Promise<LiveFeed | Failure> {
  const place = placeFor(request);
  const recorder = new Recorder(backend, backend.command(request, place.ringPath), place.output ?? 'ignore');
  let ending: Ending | undefined;
  void recorder.ended.then((e) => {
    ending = e;
  });
  const { file } = place;
  while (file.size < HEAD && ending === undefined) {
    await Promise.race([recorder.ended, new Promise((resolve) => setTimeout(resolve, LOOK_EVERY))]);
    file.look();
  }
  if (file.size >= HEAD) return new LiveFeed(request, place, recorder);
  file.close();
  place.remove();
  return failureOf(backend, request, ending!, recorder.text);
}

/** A back-end at work, and the capture that it writes. */
class LiveFeed implements Feed {
  readonly capture: Capture;
  readonly name: string;
  readonly abandoned = new Promise<void>(() => {});
  readonly canRestart = true;
  isOver = false;
  failure = '';
  /** Who reads it now: where its reading has come to decides what of a ring may be given back. */
  private reader: Capture;
  private readonly request: Request;
  private readonly place: Place;
  private readonly recorder: Recorder;
  private readonly source = { path: '', compression: [] as readonly string[], size: 0 };
  private readonly over: Promise<void>;
  private readonly timers: NodeJS.Timeout[];

  constructor(request: Request, place: Place, recorder: Recorder) {
    const { file } = place;
    this.request = request;
    this.place = place;
    this.recorder = recorder;
    this.name = request.interface;
    this.source.path = request.path ?? request.interface;
    this.capture = captureOf(file, this.source);
    this.reader = this.capture;
    place.keep();
    recorder.begin();
    this.timers = [setInterval(this.look, LOOK_EVERY), setInterval(this.watchRoom, ROOM_EVERY)];
    if (request.seconds > 0) this.timers.push(setTimeout(() => void this.stop(), Math.min(LONGEST_TIMER, 1000 * request.seconds)));
    this.over = recorder.ended.then(this.conclude);
  }

  get backend(): string {
    return this.recorder.backend.name;
  }

  get dropped(): number {
    return this.recorder.dropped;
  }

  again(): Capture | null {
    const { file } = this.place;
    if (file instanceof RingFile && file.isShortened) return null;
    this.reader = this.capture.again();
    return this.reader;
  }

  async stop(): Promise<void> {
    this.recorder.stop();
    await this.over;
  }

  close(): void {
    this.recorder.stop();
    for (const timer of this.timers) clearTimeout(timer);
    this.capture.close();
    this.place.remove();
  }

  private readonly look = (): void => {
    const { file } = this.place;
    file.look();
    this.source.size = file.size;
    if (file instanceof RingFile) file.release(this.reader.progress.done);
  };

  private readonly watchRoom = (): void => {
    const { path } = this.request;
    if (this.place.file instanceof RingFile || this.recorder.isStopped || hasRoom(path && dirname(path))) return;
    this.failure = `the disk is nearly full, so the capture on ${this.name} was ended; what was captured stays: free some room, or use -b for a ring of files`;
    void this.stop();
  };

  private readonly conclude = ({ code, signal }: Ending): void => {
    this.look();
    for (const timer of this.timers) clearTimeout(timer);
    this.isOver = true;
    const { recorder, request } = this;
    const isAsked = recorder.isStopped || (code === 0 && request.frames > 0);
    if (this.failure === '' && !isAsked) {
      const said = remarkOf(recorder.text, recorder.backend);
      const why = signal !== null ? signal : said !== '' ? said : `code ${code}`;
      this.failure = `${this.backend} ended while it captured on ${this.name} (${why}); what was captured until then stays: start again to go on`;
    }
    const { file } = this.place;
    if (this.failure === '' && file instanceof RingFile && file.missed > 0)
      this.failure = `${file.missed} files of the ring were removed by another program before they could be read: leave what smbscope captures to itself, or give -w another folder`;
    const [first] = this.capture.interfaces;
    // pcap has no room for what was dropped.
    if (first !== undefined && Number.isNaN(first.dropped)) first.dropped = recorder.dropped;
    file.end();
  };
}
