import { isAlias, isSeq, isMap as isYamlMap, visit } from 'yaml';
import { type ReadDocument, readDocuments } from '../../api/schema/read-documents.ts';
import type { ValuePath } from '../../api/writes/value-path.ts';
import { isMap, type JsonMap } from './kube-yaml.ts';

/** Why a document cannot be sent anywhere. */
type ManifestFault = 'syntax' | 'notObject' | 'noKind' | 'noVersion' | 'noName';

/** One object that a text asks for. */
export interface Manifest {
  /** place in the text, from 0 */
  readonly index: number;
  /** the document of the text that it stands in, from 0, and where in it: a List holds several */
  readonly document: number;
  readonly path: ValuePath;
  /** as the person typed it; this is what is sent */
  readonly text: string;
  readonly value: JsonMap;
  readonly apiVersion: string;
  readonly kind: string;
  /** "" where the server is to make one up */
  readonly name: string;
  readonly generateName: string;
  /** undefined: the document names none */
  readonly namespace: string | undefined;
  readonly fault: ManifestFault | undefined;
  /** the reader's own words, in English */
  readonly detail: string | undefined;
}

/** The objects of a text, in its order; Lists stand for what they hold, documents without content for nothing. */
export function readManifests(text: string): Manifest[] {
  const found: Manifest[] = [];
  for (const [document, read] of readDocuments(text).entries()) {
    const { parsed, failure, from, to } = read;
    // nothing between two marks, or nothing but comments
    if ((read.value === null || parsed.contents === null) && parsed.errors.length === 0) continue;
    const detail = parsed.errors[0]?.message ?? failure;
    const place = { document, path: [], text: text.slice(from, to) };
    if (detail !== undefined) found.push(manifest(found.length, place, {}, 'syntax', detail));
    else
      for (const one of itemsOf(read, text) ?? [{ ...place, value: read.value }])
        found.push(manifest(found.length, { ...place, ...one }, one.value));
  }
  return found;
}

type Place = Pick<Manifest, 'document' | 'path' | 'text'>;

function manifest(index: number, place: Place, given: unknown, fault?: ManifestFault, detail?: string): Manifest {
  const value = isMap(given) ? given : {};
  const metadata = isMap(value['metadata']) ? value['metadata'] : {};
  const said = (field: unknown): string => (typeof field === 'string' ? field : '');
  const name = said(metadata['name']);
  const generateName = name === '' ? said(metadata['generateName']) : '';
  const apiVersion = said(value['apiVersion']);
  const kind = said(value['kind']);
  const found =
    fault ??
    (!isMap(given)
      ? 'notObject'
      : kind === ''
        ? 'noKind'
        : apiVersion === ''
          ? 'noVersion'
          : name === '' && generateName === ''
            ? 'noName'
            : undefined);
  const namespace = said(metadata['namespace']) || undefined;
  return { index, ...place, value, apiVersion, kind, name, generateName, namespace, fault: found, detail };
}

/** The members of a List as they stand in the text; undefined: it is no list of objects. */
function itemsOf(
  { parsed, value, kind }: ReadDocument,
  text: string,
): readonly (Omit<Place, 'document'> & { value: unknown })[] | undefined {
  if (kind?.endsWith('List') !== true || !isMap(value) || !Array.isArray(value['items'])) return undefined;
  const items = isYamlMap(parsed.contents) ? parsed.contents.get('items', true) : undefined;
  if (!isSeq(items)) return undefined;
  let hasAliases = false;
  visit(parsed, (_key, node) => {
    hasAliases ||= isAlias(node);
    return hasAliases ? visit.BREAK : undefined;
  });
  return value['items'].map((member: unknown, index) => {
    const node = items.items[index];
    const range = typeof node === 'object' && node !== null && 'range' in node ? (node.range as readonly number[]) : [];
    const [from, to] = range;
    // what refers to another member cannot stand alone
    const isAlone = !hasAliases && from !== undefined && to !== undefined;
    return {
      path: ['items', index],
      value: member,
      text: isAlone ? outdented(text, from, to) : JSON.stringify(member),
    };
  });
}

/** A piece of the text whose first line begins within a line, moved to the margin. */
function outdented(text: string, from: number, to: number): string {
  const column = from - (text.lastIndexOf('\n', from - 1) + 1);
  return text.slice(from, to).replace(new RegExp(`\\n {1,${Math.max(column, 1)}}`, 'g'), '\n');
}
