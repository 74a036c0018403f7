import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'recorded');

/** By group, by entry: the output, or one for each kubectl where they differ. */
type Recorded = Record<string, Record<string, string | Record<string, string>>>;

interface RecordFile {
  /** the Kubernetes minor of the real cluster */
  readonly server: number;
  readonly outputs: Recorded;
}

/** What the real cluster answered to the entries of an area, kept in the repository. */
export class Records {
  readonly #file: string;
  readonly #outputs: Recorded;
  readonly #fresh = new Map<string, Map<string, Map<string, string>>>();
  readonly server: number | undefined;

  constructor(area: string) {
    this.#file = join(FOLDER, `${area}.json`);
    const read = existsSync(this.#file) ? (JSON.parse(readFileSync(this.#file, 'utf8')) as RecordFile) : undefined;
    this.#outputs = read?.outputs ?? {};
    this.server = read?.server;
  }

  /** undefined: this kubectl was never recorded */
  find(group: string, entry: string, kubectl: string): string | undefined {
    const found = this.#outputs[group]?.[entry];
    return typeof found === 'object' ? found[kubectl] : found;
  }

  add(group: string, entry: string, kubectl: string, output: string): void {
    const entries = this.#fresh.get(group) ?? new Map<string, Map<string, string>>();
    const versions = entries.get(entry) ?? new Map<string, string>();
    this.#fresh.set(group, entries.set(entry, versions.set(kubectl, output)));
  }

  /** Writes what was added; groups that did not run keep what they have, those that no longer exist go. */
  save(server: number, groups: readonly string[]): void {
    const outputs: Recorded = {};
    for (const group of groups) {
      const fresh = this.#fresh.get(group);
      const old = this.#outputs[group];
      const kept = fresh ? Object.fromEntries([...fresh].map(([entry, found]) => [entry, shortest(found)])) : old;
      if (kept) outputs[group] = kept;
    }
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(this.#file, `${JSON.stringify({ server, outputs } satisfies RecordFile, null, 2)}\n`);
  }
}

function shortest(versions: ReadonlyMap<string, string>): string | Record<string, string> {
  const [first = '', ...others] = new Set(versions.values());
  const sorted = [...versions].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  return others.length === 0 && versions.size > 1 ? first : Object.fromEntries(sorted);
}
