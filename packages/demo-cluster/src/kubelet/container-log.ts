import type { LogEntry } from '../runtime.ts';

/** A kubelet's log file is given up at 10 MiB (containerLogMaxSize); what its format adds to a line counts. */
const CAPACITY = 10 * 1024 * 1024;
const LINE_OVERHEAD = 45;
const MAX_LINE = 16_384;

/** The lines of one container instance: bounded, followed by any number of readers, oldest lines given up first. */
export class ContainerLog {
  #entries: LogEntry[] = [];
  /** number of the first kept entry, counted since the start */
  #first = 0;
  #bytes = 0;
  #closed = false;
  readonly #wakeups = new Set<() => void>();
  readonly #partial = { stdout: '', stderr: '' };

  /** Adds text of a stream; a line is stored when its line feed has come. */
  write(stream: 'stdout' | 'stderr', text: string, time: number): void {
    const lines = (this.#partial[stream] + text).split('\n');
    this.#partial[stream] = lines.pop() ?? '';
    for (const line of lines) this.#add(time, line.endsWith('\r') ? line.slice(0, -1) : line);
    // the runtime splits what never ends (CRI: 16 KiB)
    while (this.#partial[stream].length > MAX_LINE) {
      this.#add(time, this.#partial[stream].slice(0, MAX_LINE));
      this.#partial[stream] = this.#partial[stream].slice(MAX_LINE);
    }
    if (lines.length > 0) this.#wake();
  }

  #add(time: number, text: string): void {
    this.#entries.push({ time, text });
    this.#bytes += text.length + LINE_OVERHEAD;
    if (this.#bytes > CAPACITY) this.#giveUpOldest();
  }

  /** A quarter at once, so that a flood does not move the rest for every line. */
  #giveUpOldest(): void {
    let surplus = 0;
    while (this.#bytes > CAPACITY * 0.75 && surplus < this.#entries.length - 1) {
      this.#bytes -= (this.#entries[surplus]?.text.length ?? 0) + LINE_OVERHEAD;
      surplus += 1;
    }
    this.#entries = this.#entries.slice(surplus);
    this.#first += surplus;
  }

  close(time: number): void {
    for (const stream of ['stdout', 'stderr'] as const)
      if (this.#partial[stream] !== '') this.write(stream, '\n', time);
    this.#closed = true;
    this.#wake();
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** The last `count` lines as one text: a container's termination message. */
  tail(count: number): string {
    return this.#entries
      .slice(-count)
      .map(({ text }) => `${text}\n`)
      .join('');
  }

  async *read(
    options: { follow: boolean; tailLines: number | undefined; sinceMs: number | undefined },
    signal: AbortSignal,
  ): AsyncGenerator<LogEntry> {
    const end = this.#first + this.#entries.length;
    let next = options.tailLines === undefined ? this.#first : Math.max(this.#first, end - options.tailLines);
    const since = options.sinceMs ?? Number.NEGATIVE_INFINITY;
    while (!signal.aborted) {
      // a reader that is too slow loses what the log has given up meanwhile
      next = Math.max(next, this.#first);
      const entry = this.#entries[next - this.#first];
      if (entry) {
        next++;
        if (entry.time >= since) yield entry;
        continue;
      }
      if (!options.follow || this.#closed) return;
      await this.#changed(signal);
    }
  }

  #changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#wakeups.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#wakeups.add(done);
      signal.addEventListener('abort', done);
    });
  }

  #wake(): void {
    for (const wake of [...this.#wakeups]) wake();
  }
}
