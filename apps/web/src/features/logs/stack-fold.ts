/**
 * Which lines continue the one before them: the frames of a stack trace. Told line by line and container by container as lines come,
 * so that a fold costs nothing when it is drawn.
 */

/** Frames wherever they stand: of Java, .NET, JavaScript, Python, Ruby, Rust, PHP. */
const FRAME =
  /^(?:\s+at \S|\s+\.{3} \d+ (?:more|common frames)|\s*Caused by: |\s*Suppressed: |\s+File "[^"]*", line \d|\s+from \S+:\d+:in |#\d+ (?:\{main\}|\S+\(\d+\): )|\s+--- End of |stack backtrace:|note: run with `RUST_BACKTRACE)/;
/** "java.net.SocketTimeoutException: Read timed out" on a line of its own tells what the line before it reported. */
const EXCEPTION = /^(?:[a-z][\w$]*\.)+[A-Z][\w$]*(?:Error|Exception|Throwable|Failure)(?::|$)/;
/** After these, indented lines are frames as well. */
const INDENTED = /^(?:stack backtrace:|Stack trace:)|panicked at /;
const TRACEBACK = /^Traceback \(most recent call last\):/;
/** "ValueError: no", "requests.exceptions.Timeout: …": no indent, and the last line of a Python trace */
const PYTHON_END = /^[A-Za-z_][\w.]*(?::|$)/;
const PYTHON_CHAIN = /^(?:$|During handling of the above exception|The above exception was the direct cause)/;
const GOROUTINE = /^goroutine \d+ \[/;
const GO_PANIC = /^(?:panic|fatal error): /;
const GO_FRAME = /^(?:$|created by |\t\S+:\d+|\[signal |exit status \d+$|[\w./*()$·[\]-]+\(.*\)$)/;

/** A log that looks like one long trace must stay readable. */
const MAX_FRAMES = 500;
/** No frame is longer; bounds the cost of a hostile line. */
const MAX_LENGTH = 2000;

type Mode = 'plain' | 'indented' | 'python' | 'python-end' | 'go';

/** The lines of one container. */
export class StackFold {
  #head = -1;
  #mode: Mode = 'plain';
  #frames = 0;

  /** Takes the line `seq`; answers the line that it belongs to, or -1 where it begins something itself. */
  take(seq: number, text: string): number {
    if (this.#head >= 0 && this.#frames < MAX_FRAMES && text.length <= MAX_LENGTH) {
      const next = this.#after(text);
      if (next !== undefined) {
        this.#mode = next;
        this.#frames++;
        return this.#head;
      }
    }
    this.#head = seq;
    this.#frames = 0;
    this.#mode = modeOf(text.slice(0, MAX_LENGTH));
    return -1;
  }

  /** The mode after a line that belongs to the trace; undefined where it does not. */
  #after(text: string): Mode | undefined {
    switch (this.#mode) {
      case 'go':
        return GOROUTINE.test(text) || GO_FRAME.test(text) ? 'go' : undefined;
      case 'python':
        if (/^\s/.test(text)) return 'python';
        return PYTHON_END.test(text) ? 'python-end' : undefined;
      case 'python-end':
        if (TRACEBACK.test(text)) return 'python';
        return PYTHON_CHAIN.test(text) ? 'python-end' : undefined;
      default:
        if (GOROUTINE.test(text)) return 'go';
        // the message before a trace is what people read: the trace goes under it
        if (TRACEBACK.test(text)) return 'python';
        if (this.#frames === 0 && EXCEPTION.test(text)) return this.#mode;
        if (FRAME.test(text)) return INDENTED.test(text) ? 'indented' : this.#mode;
        return this.#mode === 'indented' && /^\s+\S/.test(text) ? 'indented' : undefined;
    }
  }
}

function modeOf(text: string): Mode {
  if (TRACEBACK.test(text)) return 'python';
  if (GOROUTINE.test(text) || GO_PANIC.test(text)) return 'go';
  return INDENTED.test(text) ? 'indented' : 'plain';
}
