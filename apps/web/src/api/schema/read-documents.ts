import { type Document, isMap, isScalar, parseAllDocuments, type ScalarTag, type Tags } from 'yaml';

type ParsedDocument = Document.Parsed;

/** One document of a text, as the API server's YAML reader would understand it. */
export interface ReadDocument {
  readonly parsed: ParsedDocument;
  /** undefined: it cannot be read, or is empty */
  readonly value: unknown;
  readonly apiVersion: string | undefined;
  readonly kind: string | undefined;
  /** offsets in the text */
  readonly from: number;
  readonly to: number;
  /** why the value could not be made though the text is YAML: too many aliases */
  readonly failure: string | undefined;
}

/** What Go's reader takes for a number with a point: a lone "." is a text. */
const GO_FLOAT = /^[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)$/;

/** 0o12, which Go's reader takes for a number and YAML 1.1 does not have. */
const GO_OCTAL: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+]?0o[0-7_]+$/,
  resolve: (text) => {
    const digits = Number.parseInt(text.replace(/^[-+]?0o|_/g, ''), 8);
    return text.startsWith('-') ? -digits : digits;
  },
};

/** Go's reader knows no base 60, and Kubernetes takes dates and binary for texts. */
function likeGo(tags: Tags): Tags {
  const kept = tags
    .filter((tag) => {
      if (typeof tag === 'string') return true;
      return tag.format !== 'TIME' && !/:(?:timestamp|binary|omap|pairs|set)$/.test(tag.tag);
    })
    .map((tag) => (isFloat(tag) ? { ...tag, test: GO_FLOAT } : tag));
  return [GO_OCTAL, ...kept];
}

function isFloat(tag: Tags[number]): tag is ScalarTag {
  return typeof tag !== 'string' && tag.tag.endsWith(':float') && tag.test instanceof RegExp && tag.test.test('.');
}

/** Reads all documents of a text: YAML 1.1 as kubectl and the API server read it, with positions and faults kept. */
export function readDocuments(text: string): readonly ReadDocument[] {
  const documents = parseAllDocuments(text, {
    version: '1.1',
    customTags: likeGo,
    merge: true,
    prettyErrors: false,
  });
  if (!Array.isArray(documents)) return [];
  return documents.map((parsed) => {
    const { value, failure } = readValue(parsed);
    return {
      parsed,
      value,
      failure,
      apiVersion: topText(parsed, 'apiVersion'),
      kind: topText(parsed, 'kind'),
      from: parsed.range[0],
      to: parsed.range[2],
    };
  });
}

function readValue(parsed: ParsedDocument): { value: unknown; failure: string | undefined } {
  try {
    return { value: parsed.toJS(), failure: undefined };
  } catch (error) {
    return { value: undefined, failure: error instanceof Error ? error.message : String(error) };
  }
}

function topText(parsed: ParsedDocument, field: string): string | undefined {
  if (!isMap(parsed.contents)) return undefined;
  const node = parsed.contents.get(field, true);
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
}
