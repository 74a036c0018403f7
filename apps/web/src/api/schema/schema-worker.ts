import { cutKind, kindsOf, type OpenApiDocument } from './cut-kind.ts';
import type { GroupVersionKind, KindSchema } from './schema-node.ts';

/** Parses OpenAPI documents, which are megabytes, beside the page, and cuts kinds out of them. */
export interface CutRequest {
  readonly id: number;
  /** names the document; the same name is the same document */
  readonly document: string;
  readonly kind: GroupVersionKind;
  /** the document; left out where the worker should have it */
  readonly content?: ArrayBuffer;
}

export type CutAnswer =
  | { readonly id: number; readonly schema: KindSchema | undefined }
  /** the document is to be sent (again) */
  | { readonly id: number; readonly wanted: true }
  | { readonly id: number; readonly error: string };

/** The whole document of v2 is some 20 MB of objects: few are kept. */
const MOST = 3;

interface Held {
  readonly parsed: OpenApiDocument;
  readonly kinds: ReadonlyMap<string, string>;
}

const documents = new Map<string, Held>();

function held(name: string, content: ArrayBuffer | undefined): Held | undefined {
  const known = documents.get(name);
  if (known !== undefined && content === undefined) {
    // used last stays longest
    documents.delete(name);
    documents.set(name, known);
    return known;
  }
  if (content === undefined) return undefined;
  const parsed = JSON.parse(new TextDecoder().decode(content)) as OpenApiDocument;
  const fresh = { parsed, kinds: kindsOf(parsed) };
  documents.delete(name);
  documents.set(name, fresh);
  for (const oldest of documents.keys()) if (documents.size > MOST) documents.delete(oldest);
  return fresh;
}

function answer({ id, document, kind, content }: CutRequest): CutAnswer {
  try {
    const found = held(document, content);
    if (found === undefined) return { id, wanted: true };
    const name = found.kinds.get(`${kind.group}/${kind.version}/${kind.kind}`);
    return { id, schema: name === undefined ? undefined : cutKind(found.parsed, kind, name) };
  } catch (error) {
    return { id, error: String(error) };
  }
}

self.onmessage = ({ data }: MessageEvent<CutRequest>) => self.postMessage(answer(data));
