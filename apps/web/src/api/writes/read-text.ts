import { type Document, LineCounter, parseAllDocuments } from 'yaml';

/** A fault that stands at a line, from 1. */
export interface TextFault {
  readonly line: number;
  readonly message: string;
  /** a key that stands twice: many servers take the last of them and say nothing */
  readonly duplicateKey: boolean;
}

export interface ReadText {
  /** As the API server reads it; undefined: nothing that could be read. */
  readonly object: Readonly<Record<string, unknown>> | undefined;
  readonly document: Document | undefined;
  /** documents in the text; of several a server takes the first and says nothing */
  readonly count: number;
  readonly faults: readonly TextFault[];
}

/** Reads a text the way the API server does: as YAML 1.1, where "no" is false and 012 is ten. */
export function readText(text: string): ReadText {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text.replace(/^\ufeff/, ''), {
    version: '1.1',
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const all = 'empty' in documents ? [] : documents;
  // "---" at the end, or a document of nothing but comments, is none
  const filled = all.filter(({ contents, errors }) => contents !== null || errors.length > 0);
  const [document] = filled;
  const faults = filled.flatMap(({ errors }) =>
    errors.map(({ pos, message, code }) => ({
      line: lines.linePos(pos[0]).line,
      message,
      duplicateKey: code === 'DUPLICATE_KEY',
    })),
  );
  return { object: objectOf(document), document, count: filled.length, faults };
}

function objectOf(document: Document | undefined): Readonly<Record<string, unknown>> | undefined {
  if (document === undefined || document.errors.some(({ code }) => code !== 'DUPLICATE_KEY')) return undefined;
  try {
    const value: unknown = document.toJS({ maxAliasCount: 1000 });
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    // an alias of nothing, or a text that grows without bound when its aliases are written out
    return undefined;
  }
}
