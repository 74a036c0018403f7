import { once } from 'node:events';
import { type LogDownloadRequest, type LogQueryFrame, logDownloadRequest } from '@quarterdeck/shared/log-protocol';
import { type Problem, ProblemError, problem } from '@quarterdeck/shared/problem';
import type { Response } from 'express';
import type { SessionHandler } from '../auth/require-session.ts';
import type { Session, SessionWatch } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import type { Clock } from '../live/clock.ts';
import { WatchListMemory } from '../live/watch-list-memory.ts';
import { recheckLogs } from './log-access.ts';
import { DownloadText } from './log-download-text.ts';
import { LogReader } from './log-reader.ts';
import { areLogSources } from './log-request.ts';
import { type LogShares, tooManyReaders } from './log-share.ts';

export interface LogDownloadOptions {
  readonly sessions: SessionWatch;
  readonly shares: LogShares;
  readonly clock: Clock;
}

/** A file has no view that could show the rest elsewhere: longer than this, a line is no line. */
const MAX_LINE_BYTES = 1024 * 1024;
const WRITE_BYTES = 128 * 1024;
const RECHECK_MS = 60_000;

/**
 * GET /api/clusters/{cluster}/logs/download?request=…: everything that is stored of any number of containers, merged by time,
 * as a stream of text. It is read as fast as the browser takes it.
 */
export function logDownloadRoute(options: LogDownloadOptions): SessionHandler {
  const memory = new WatchListMemory(() => options.clock.now());
  return async (request, response, cluster, session) => {
    const wish = readWish(request.originalUrl);
    if (wish.look !== true) {
      response.setHeader('content-type', 'text/plain; charset=utf-8');
      response.setHeader('content-disposition', 'attachment');
    }
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    const share = options.shares.enter(session);
    if (share === null) throw new ProblemError(tooManyReaders());
    const download = new Download(options, cluster, session, wish, response);
    const reader = new LogReader({
      cluster,
      session,
      wish: { ...wish, follow: false },
      exact: true,
      maxLineBytes: MAX_LINE_BYTES,
      share,
      memory,
      clock: options.clock,
      ready: () => download.wake(),
      query: (frame) => download.query(frame),
    });
    await download.run(reader);
  };
}

function readWish(target: string): LogDownloadRequest {
  const texts = new URL(target, 'http://localhost').searchParams.getAll('request');
  const parsed = texts.length === 1 ? logDownloadRequest.safeParse(jsonOf(texts[0] ?? '')) : undefined;
  if (!parsed?.success || !areLogSources(parsed.data.sources))
    throw new ProblemError(problem('qd.request.invalid', 'This is no request for logs'));
  return parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

class Download {
  readonly #options: LogDownloadOptions;
  readonly #cluster: Cluster;
  readonly #session: Session;
  readonly #response: Response;
  readonly #text: DownloadText;
  readonly #looks: boolean;
  #fault: Problem | undefined;
  #parts: Buffer[] = [];
  #hasLines = false;
  #waiting: (() => void) | null = null;

  constructor(
    options: LogDownloadOptions,
    cluster: Cluster,
    session: Session,
    wish: LogDownloadRequest,
    response: Response,
  ) {
    this.#options = options;
    this.#cluster = cluster;
    this.#session = session;
    this.#response = response;
    this.#text = new DownloadText(wish);
    this.#looks = wish.look === true;
  }

  wake(): void {
    this.#waiting?.();
  }

  query({ problem: why, notRead, state }: Omit<LogQueryFrame, 'type'>): void {
    if (why && (state === 'failed' || notRead > 0)) this.#failed(why);
    this.wake();
  }

  /** Writes until everything was written, the browser leaves or the session ends. */
  async run(reader: LogReader): Promise<void> {
    const response = this.#response;
    const release = this.#options.sessions.watch(this.#session, () => response.destroy());
    const stop = (): void => {
      reader.stop();
      this.wake();
    };
    response.once('close', stop);
    const cancelRecheck = this.#recheckLater(reader);
    try {
      reader.start();
      while (!response.destroyed) {
        const taken = this.#take(reader);
        if (taken !== null) {
          if (this.#looks) break;
          if (!response.write(taken)) await drained(response);
        } else if (reader.isOver) break;
        else await this.#woken();
      }
      this.#end();
    } finally {
      cancelRecheck();
      release();
      response.off('close', stop);
      reader.stop();
    }
  }

  #take(reader: LogReader): Buffer | null {
    let bytes = 0;
    reader.release((item, source) => {
      if ('report' in item && item.report.state === 'failed' && item.report.problem) this.#failed(item.report.problem);
      this.#hasLines ||= 'line' in item;
      for (const part of this.#text.of(item, source)) {
        this.#parts.push(part);
        bytes += part.length;
      }
      return bytes < WRITE_BYTES;
    });
    // notes alone are no file: should nothing else come, the answer is a refusal
    if (!this.#hasLines || this.#parts.length === 0) return null;
    const parts = this.#parts;
    this.#parts = [];
    return Buffer.concat(parts);
  }

  /** Said in the file where there is one, else in place of it. */
  #failed(why: Problem): void {
    this.#fault ??= why;
  }

  #end(): void {
    const response = this.#response;
    if (response.destroyed) return;
    if (this.#looks && (this.#hasLines || !this.#fault)) {
      response.status(204).end();
      return;
    }
    if (!response.headersSent && this.#fault) {
      response.removeHeader('content-disposition');
      throw new ProblemError(this.#fault);
    }
    response.end(this.#fault ? this.#text.note(this.#fault) : undefined);
  }

  #woken(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting = () => {
        this.#waiting = null;
        resolve();
      };
    });
  }

  #recheckLater(reader: LogReader): () => void {
    const { clock } = this.#options;
    let cancel = (): void => {};
    const later = (): void => {
      cancel = clock.after(RECHECK_MS, () => {
        void recheckLogs(this.#cluster, this.#session, reader).then(() => {
          if (!this.#response.destroyed && !this.#response.writableEnded) later();
        });
      });
    };
    later();
    return () => cancel();
  }
}

/** Resolves when more can be written, or nobody takes it any more; leaves no listener behind. */
async function drained(response: Response): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  waiting.abort();
}
