/** A part of the output: text that is in it, or a pattern; tried on the normalised output. */
export type Expected = string | RegExp | readonly (string | RegExp)[];

/** One command and what must come out. What is written here is tried on its own; beside that the output is compared. */
export interface Entry {
  /** A shell line: `kubectl` is the version under test, `$NS` the group's namespace. */
  readonly run: string;
  /** Says which entry it is where `run` alone is long or not unique in its group. */
  readonly name?: string;
  /** exit code; 0 without it, "any" where it is a matter of chance */
  readonly code?: number | 'any';
  readonly out?: Expected;
  readonly err?: Expected;
  readonly input?: string;
  /** Repeats the command until everything expected holds: for what takes its time in a cluster. */
  readonly until?: boolean;
  /** Runs on a terminal: waits for each pattern, then types the text. */
  readonly terminal?: readonly (readonly [pattern: RegExp, type: string])[];
  /** Lets the command run on: after the first pattern runs `next`, waits for the second one, and ends it by Ctrl-C. */
  readonly follow?: { readonly until: RegExp; readonly next?: string; readonly and?: RegExp };
  /** kubectl's minor versions that it is for */
  readonly kubectl?: Versions;
  /** the Kubernetes minor that it needs */
  readonly since?: number;
  /** the Kubernetes minor that no longer has it */
  readonly before?: number;
  /** Where the real cluster of the records rightly differs: all of the output, or the lines that match. */
  readonly differs?: { readonly because: string; readonly lines?: RegExp };
  /** The order of the lines is a matter of chance. */
  readonly unordered?: boolean;
  readonly timeoutMs?: number;
}

export interface Versions {
  readonly from?: number;
  readonly to?: number;
}

/** Entries that build on each other, played in order in a namespace of their own; groups run side by side. */
export interface Group {
  readonly name: string;
  /** files of the current folder */
  readonly files?: Readonly<Record<string, string>>;
  /** Shell lines that must pass first. */
  readonly before?: readonly string[];
  readonly entries: readonly Entry[];
  /** Shell lines that clear what is not in the namespace. */
  readonly after?: readonly string[];
  readonly kubectl?: Versions;
  /** the Kubernetes minor that all of it needs */
  readonly since?: number;
  /** Touches the whole cluster (its nodes): runs when nothing else does. */
  readonly alone?: boolean;
  /** On the demo only, with the reason. */
  readonly demoOnly?: string;
}

/** Groups of one area, recorded in one file. */
export interface Area {
  readonly name: string;
  readonly groups: readonly Group[];
}
