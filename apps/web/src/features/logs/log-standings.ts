import type { LogLine, LogSourceFrame, LogStanding } from '@quarterdeck/shared/log-protocol';
import { ResumeFilter } from '@quarterdeck/shared/log-resume';

interface Known {
  /** as it was told last, under its own number */
  frame: LogSourceFrame;
  readonly filter: ResumeFilter;
  /** told of on the present connection */
  told: boolean;
}

/**
 * The sources of a stream over all its connections: each keeps one number, and knows where it stands, so that a new connection goes
 * on without a gap and without repeating a line.
 */
export class LogStandings {
  readonly #known: Known[] = [];
  readonly #byKey = new Map<string, number>();
  /** our number by the present connection's */
  #numbers = new Map<number, number>();

  /** A source as the present connection tells of it, under its lasting number. */
  source(frame: LogSourceFrame): LogSourceFrame {
    const key = [frame.namespace, frame.pod, frame.uid, frame.container].join('/');
    let number = this.#byKey.get(key);
    if (number === undefined) {
      number = this.#known.length;
      this.#byKey.set(key, number);
      this.#known.push({ frame, filter: new ResumeFilter(), told: true });
    }
    this.#numbers.set(frame.source, number);
    const known = this.#known[number] as Known;
    known.frame = { ...frame, source: number };
    known.told = true;
    return known.frame;
  }

  /** Lines under lasting numbers that are shown for a moment and come again. */
  numbered(lines: readonly LogLine[]): readonly LogLine[] {
    return lines.flatMap(([source, ...line]): readonly LogLine[] => {
      const number = this.#numbers.get(source);
      return number === undefined ? [] : [[number, ...line]];
    });
  }

  /** The lines that have not come before, under lasting numbers. */
  fresh(lines: readonly LogLine[]): readonly LogLine[] {
    const fresh: LogLine[] = [];
    for (const [source, time, text, cut] of lines) {
      const number = this.#numbers.get(source);
      if (number === undefined || !(this.#known[number] as Known).filter.admit(time)) continue;
      fresh.push(cut === true ? [number, time, text, true] : [number, time, text]);
    }
    return fresh;
  }

  /** A new connection begins: what it sends again will be skipped. */
  cut(): void {
    this.#numbers = new Map();
    for (const known of this.#known) {
      known.filter.cut();
      known.told = false;
    }
  }

  /** Where every source stands that has given a line and is still there. */
  standings(): LogStanding[] {
    return this.#known
      .filter(({ filter, frame }) => filter.last !== '' && frame.because !== 'gone' && frame.because !== 'left')
      .slice(-1000)
      .map(({ frame: { namespace, pod, uid, container, instance }, filter }) => ({
        namespace,
        pod,
        uid,
        container,
        instance,
        time: filter.last,
      }));
  }

  /** Sources of which the present connection, which has told of all, did not tell: they went while it was cut. */
  vanished(): readonly LogSourceFrame[] {
    const gone: LogSourceFrame[] = [];
    for (const known of this.#known) {
      if (known.told || known.frame.state === 'ended') continue;
      const { exit: _exit, missed: _missed, problem: _problem, ...frame } = known.frame;
      known.frame = { ...frame, state: 'ended', because: 'gone' };
      gone.push(known.frame);
    }
    return gone;
  }
}
