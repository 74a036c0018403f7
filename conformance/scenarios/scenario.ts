import type { Versions } from '../entry.ts';

interface Common {
  /** as in the scenario's document: T2.4-07 */
  readonly id: string;
  /** how this differs from the document's command, and why */
  readonly otherWay?: string;
  /** why only the demo cluster can play it */
  readonly demoOnly?: string;
  /** the Kubernetes minor that it needs */
  readonly since?: number;
  /** the Kubernetes minor that no longer has it */
  readonly before?: number;
  /** kubectl's minor versions that it is for */
  readonly kubectl?: Versions;
}

/** One shell line, in which `kubectl` is the one under test; what it exports, the steps after it have too. */
export interface LineStep extends Common {
  readonly line: string;
  /** what it prints, at once */
  readonly prints?: string;
  /** what it prints in the end: the user looks again until it does */
  readonly sees?: string;
  /** exit code; 0 when missing, null: any */
  readonly code?: number | null;
  /** how many seconds it may take; a minute when missing */
  readonly within?: number;
}

/** Opens a terminal that the steps after it type into. */
export interface TerminalStep extends Common {
  readonly opens: string;
  readonly sees: string;
}

export interface TypedStep extends Common {
  readonly types: string;
  /** what the terminal shows next; missing: it ends */
  readonly sees?: string;
}

/** Opens the second terminal, which shows changes until the next one is opened. */
export interface WatchStep extends Common {
  readonly watches: string;
  readonly sees?: string;
}

/** What the second terminal has shown since the last change: rows in the order in which they first appeared. */
export interface TapeStep extends Common {
  readonly tape: readonly string[];
  /** rows that must have appeared as well, in whatever order */
  readonly also?: readonly string[];
}

export interface UnplayableStep extends Common {
  readonly does: string;
  /** why no test can play it */
  readonly outside: string;
}

export type Step = LineStep | TerminalStep | TypedStep | WatchStep | TapeStep | UnplayableStep;

/**
 * A tutorial as its reader lives it. What must be seen is text as kubectl prints it, whose blanks do not count;
 * see expected-text.ts for its placeholders.
 */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** files or folders that the reader has at hand */
  readonly files?: readonly string[];
  /** plays with the newest kubectl only: it takes its time, and the cluster's part is what counts */
  readonly newestOnly?: boolean;
  readonly steps: readonly Step[];
}

/** What became of one step. */
export interface Outcome {
  readonly id: string;
  readonly what: string;
  readonly state: 'ok' | 'other way' | 'not playable' | 'failed';
  /** the reason, or what was seen instead */
  readonly note?: string;
}
