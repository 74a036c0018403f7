import type { LogClientFrame, LogLine, LogServerFrame, LogSourceRequest } from '@quarterdeck/shared/log-protocol';
import { WebSocket } from 'ws';
import { LogStandings } from '../apps/web/src/features/logs/log-standings.ts';

export interface SeenLine {
  readonly pod: string;
  readonly time: string;
  readonly text: string;
}

/** A browser's log socket without the browser: takes everything at once, resumes after a cut as our page does. */
export class LogTab {
  readonly lines: SeenLine[] = [];
  readonly #origin: string;
  readonly #cluster: string;
  readonly #cookie: string;
  readonly #csrf: string;
  readonly #standings = new LogStandings();
  readonly #pods = new Map<number, string>();
  #sources: readonly LogSourceRequest[] = [];
  #at: string | undefined;
  #ws: WebSocket | undefined;
  #took = 0;
  /** milliseconds until lines were shown that stood in for the first ones */
  previewed: number | undefined;
  /** repeats that came after a cut and were skipped */
  repeated = 0;

  private constructor(origin: string, cluster: string, cookie: string, csrf: string) {
    this.#origin = origin;
    this.#cluster = cluster;
    this.#cookie = cookie;
    this.#csrf = csrf;
  }

  static async signIn(origin: string, cluster: string, token: string): Promise<LogTab> {
    const answer = await fetch(`${origin}/api/clusters/${encodeURIComponent(cluster)}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, 'sec-fetch-site': 'same-origin', 'x-quarterdeck': '1' },
      body: JSON.stringify({ token }),
    });
    if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ');
    const { csrf } = (await answer.json()) as { csrf: string };
    return new LogTab(origin, cluster, cookie, csrf);
  }

  /** Another view of the same person. */
  another(): LogTab {
    return new LogTab(this.#origin, this.#cluster, this.#cookie, this.#csrf);
  }

  /** Opens the view; resolves with the milliseconds until its first lines came. */
  open(sources: readonly LogSourceRequest[]): Promise<number> {
    this.#sources = sources;
    return this.#connect();
  }

  /** Breaks the connection and opens another that goes on where this one stood. */
  async cut(): Promise<void> {
    this.#ws?.terminate();
    this.#standings.cut();
    this.#pods.clear();
    await this.#connect();
  }

  close(): void {
    this.#ws?.terminate();
  }

  #connect(): Promise<number> {
    const started = performance.now();
    const url = `${this.#origin.replace('http', 'ws')}/api/clusters/${encodeURIComponent(this.#cluster)}/logs`;
    const ws = new WebSocket(url, { headers: { cookie: this.#cookie, origin: this.#origin } });
    this.#ws = ws;
    this.#took = 0;
    return new Promise((resolve, reject) => {
      ws.on('error', reject);
      ws.on('close', (code) => reject(new Error(`the log socket closed: ${code}`)));
      ws.on('open', () => {
        this.#send({
          type: 'open',
          csrf: this.#csrf,
          sources: [...this.#sources],
          instances: 'current',
          follow: true,
          preview: true,
          ...(this.#at === undefined ? {} : { resume: { at: this.#at, sources: this.#standings.standings() } }),
        });
      });
      ws.on('message', (data: Buffer) => {
        if (ws !== this.#ws) return;
        const frame = JSON.parse(data.toString('utf8')) as LogServerFrame;
        this.#take(frame);
        if (frame.type === 'preview') this.previewed ??= performance.now() - started;
        if (frame.type === 'lines') resolve(performance.now() - started);
        if (frame.type === 'problem') reject(new Error(JSON.stringify(frame.problem)));
      });
    });
  }

  #take(frame: LogServerFrame): void {
    if (frame.type === 'opened') this.#at ??= frame.at;
    if (frame.type === 'source') {
      const { source, pod } = this.#standings.source(frame);
      this.#pods.set(source, pod);
    }
    if (frame.type !== 'lines') return;
    this.#took += frame.lines.length;
    const fresh = this.#standings.fresh(frame.lines);
    this.repeated += frame.lines.length - fresh.length;
    for (const line of fresh) this.lines.push(this.#seen(line));
    this.#send({ type: 'ack', lines: this.#took });
  }

  #seen([source, time, text]: LogLine): SeenLine {
    return { pod: this.#pods.get(source) ?? '', time, text };
  }

  #send(frame: LogClientFrame): void {
    this.#ws?.send(JSON.stringify(frame));
  }
}
