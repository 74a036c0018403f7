import { LineCounter } from 'yaml';
import { readDocuments } from '../schema/read-documents.ts';

/** A fault that stands at a line, from 1. */
interface TextFault {
  readonly line: number;
  readonly message: string;
  /** a key that stands twice: servers before v1.23 take the last of them and say nothing */
  readonly duplicateKey: boolean;
}

export interface ReadText {
  /** As the API server reads it; undefined: nothing that could be read. */
  readonly object: Readonly<Record<string, unknown>> | undefined;
  /** documents in the text; of several a server takes the first and says nothing */
  readonly count: number;
  readonly faults: readonly TextFault[];
}

/** What a text says, read the way the API server reads it. */
export function readText(text: string): ReadText {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  // "---" at the end, or a document of nothing but comments, is none
  const filled = readDocuments(text).filter(({ parsed }) => parsed.contents !== null || parsed.errors.length > 0);
  const faults = filled.flatMap(({ parsed }) =>
    parsed.errors.map(({ pos, message, code }) => ({
      line: lines.linePos(pos[0]).line,
      message,
      duplicateKey: code === 'DUPLICATE_KEY',
    })),
  );
  const [first] = filled;
  const value = faults.some(({ duplicateKey }) => !duplicateKey) ? undefined : first?.value;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return { object: isObject ? (value as Record<string, unknown>) : undefined, count: filled.length, faults };
}
