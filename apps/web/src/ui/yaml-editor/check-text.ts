import { visit, type YAMLError } from 'yaml';
import { locate } from '../../api/schema/locate.ts';
import { type ReadDocument, readDocuments } from '../../api/schema/read-documents.ts';
import { kindKey, kindOf } from '../../api/schema/schema-node.ts';
import type { FieldPath, SchemaTree } from '../../api/schema/schema-tree.ts';
import { validate } from '../../api/schema/validate.ts';

/** A fault at a place of the text; the words for its code are in namespace "editor". */
export interface Finding {
  readonly from: number;
  readonly to: number;
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly values: Readonly<Record<string, string>>;
}

/** A place that is asked for by its path. */
export interface PlaceQuestion {
  /** which document of the text, from 0 */
  readonly document: number;
  readonly path: FieldPath;
}

export interface Place {
  readonly from: number;
  readonly to: number;
}

/** Faults of YAML itself that have words of their own; the others are told in the reader's words. */
const YAML_CODES: ReadonlySet<string> = new Set([
  'DUPLICATE_KEY',
  'TAB_AS_INDENT',
  'BAD_INDENT',
  'MISSING_CHAR',
  'MULTILINE_IMPLICIT_KEY',
  'BLOCK_AS_IMPLICIT_KEY',
  'IMPOSSIBLE',
]);

/** What is wrong in a text: of YAML itself, and by the schemas of its documents' kinds where they are known. */
export function checkText(text: string, tree: (key: string) => SchemaTree | undefined): readonly Finding[] {
  const findings: Finding[] = [];
  for (const document of readDocuments(text)) {
    findings.push(...document.parsed.errors.map((error) => yamlFinding(error, text.length)));
    if (document.failure !== undefined) findings.push(failureFinding(document, document.failure));
    if (document.parsed.errors.length === 0) findings.push(...schemaFindings(document, tree));
  }
  return findings;
}

/** Where paths stand in a text. */
export function placesIn(text: string, questions: readonly PlaceQuestion[]): readonly Place[] {
  const documents = readDocuments(text);
  return questions.map(({ document, path }) => {
    const read = documents[document];
    return read === undefined ? { from: 0, to: 0 } : locate(read.parsed, path, false);
  });
}

function finding(
  from: number,
  to: number,
  severity: 'error' | 'warning',
  code: string,
  values: Readonly<Record<string, string>>,
): Finding {
  return { from, to, severity, code, values };
}

/** What could not be made a value: an alias without an anchor, or so many that they would fill the memory. */
function failureFinding({ parsed, from }: ReadDocument, reason: string): Finding {
  let lost: readonly [number, number] | undefined;
  visit(parsed, {
    Alias: (_, node) => {
      if (node.resolve(parsed) !== undefined || !node.range) return undefined;
      lost = [node.range[0], node.range[1]];
      return visit.BREAK;
    },
  });
  return lost === undefined
    ? finding(from, from, 'error', 'yaml.other', { reason })
    : finding(lost[0], lost[1], 'error', 'yaml.BAD_ALIAS', { reason });
}

function yamlFinding({ code, pos, message }: YAMLError, length: number): Finding {
  const from = Math.min(pos[0], length);
  const known = YAML_CODES.has(code);
  const key = known ? `yaml.${code}` : 'yaml.other';
  return finding(from, Math.min(Math.max(pos[1], from), length), 'error', key, { reason: message });
}

function schemaFindings(
  { parsed, value, apiVersion, kind }: ReadDocument,
  tree: (key: string) => SchemaTree | undefined,
): Finding[] {
  if (apiVersion === undefined || kind === undefined) return [];
  const known = tree(kindKey(kindOf(apiVersion, kind)));
  if (known === undefined) return [];
  return validate(known, value).map(({ path, code, values, severity, atKey }) => {
    const { from, to } = locate(parsed, path, atKey);
    return finding(from, to, severity, `schema.${code}`, values);
  });
}
