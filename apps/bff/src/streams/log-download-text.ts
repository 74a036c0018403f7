import type { LogDownloadRequest } from '@quarterdeck/shared/log-protocol';
import type { Problem } from '@quarterdeck/shared/problem';
import type { LogItem } from './log-reader.ts';

const LINE_FEED = Buffer.from('\n');
const LEFT_OUT = Buffer.from(' [the rest of this line is left out]');

/**
 * A downloaded log's text: the bytes as the program wrote them, each line with what was asked for before it. What is not of a
 * program (an instance that ended, a log that could not be read) stands in lines of its own that begin with "#".
 */
export class DownloadText {
  readonly #timestamps: boolean;
  readonly #names: boolean;
  /** by source: what stands before its lines, and the instance they are of */
  readonly #sources = new Map<number, { readonly name: string; instance: number | null }>();

  constructor({ timestamps, names }: Pick<LogDownloadRequest, 'timestamps' | 'names'>) {
    this.#timestamps = timestamps;
    this.#names = names;
  }

  of(item: LogItem, source: number): readonly Buffer[] {
    if ('line' in item) {
      const { time, text, cut } = item.line;
      const stamp = this.#timestamps && time !== '' ? `${time} ` : '';
      const name = this.#names ? `${this.#sources.get(source)?.name ?? ''} ` : '';
      const head = stamp + name;
      return [...(head === '' ? [] : [Buffer.from(head)]), text, ...(cut ? [LEFT_OUT] : []), LINE_FEED];
    }
    const { pod, container, instance, state, exit, problem } = item.report;
    const known = this.#sources.get(source);
    const name = `${pod}/${container}`;
    this.#sources.set(source, { name, instance });
    if (state === 'failed' && problem) return [note(`${name}: ${words(problem)}`)];
    if (known === undefined || known.instance === instance) return [];
    const how = exit ? ` after exit code ${exit.code}${exit.reason ? ` (${exit.reason})` : ''}` : '';
    return [note(`${name}: restarted${how}`)];
  }

  /** What kept something out of the file. */
  note(problem: Problem): Buffer {
    return note(`not everything is here: ${words(problem)}`);
  }
}

function words({ title, detail }: Problem): string {
  return detail ? `${title}: ${detail}` : title;
}

function note(text: string): Buffer {
  return Buffer.from(`# ${text.replace(/\s+/g, ' ')}\n`);
}
