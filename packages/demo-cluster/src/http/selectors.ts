import {
  matchesLabels,
  parseLabelSelector as parseLabels,
  type SelectorFault,
} from '@quarterdeck/shared/label-selector';
import { isJsonObject, valueAt } from '../json-value.ts';
import { GROUP_PRIORITIES } from '../resources/group-order.ts';
import type { ResourceType } from '../resources/resource-type.ts';
import { badRequest } from '../status-error.ts';
import type { DemoObject } from '../store.ts';

type Labels = Readonly<Record<string, string>>;
type LabelTest = (labels: Labels) => boolean;

const has = (labels: Labels, key: string) => Object.hasOwn(labels, key);

const INVALID_KEY =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const INVALID_VALUE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

/** Where in a requirement a value stands: its index in the set, and the requirement's key. */
function placeOf(text: string, start: number): string {
  const before = text.slice(0, start);
  const open = before.lastIndexOf('(');
  const inSet = open > before.lastIndexOf(')');
  const requirement = inSet ? before.slice(0, open) : before;
  const [key = ''] = /[^\s,!=<>()]+(?=\s*(?:[=!<>]|in\b|notin\b)[^,]*$)/.exec(requirement) ?? [];
  return `values[${inSet ? before.slice(open).split(',').length - 1 : 0}][${key}]`;
}

/** What is wrong, as the API server says it (apimachinery/pkg/labels). */
function faultWords(text: string, { code, start, end }: SelectorFault): string {
  const found = text.slice(start, end);
  switch (code) {
    case 'key-expected':
    case 'value-expected':
      return `found '${found}', expected: identifier`;
    case 'key-invalid':
      return `<nil>: Invalid value: ${JSON.stringify(found)}: ${INVALID_KEY}`;
    case 'value-invalid':
      return `${placeOf(text, start)}: Invalid value: ${JSON.stringify(found)}: ${INVALID_VALUE}`;
    case 'number-expected':
      return `${placeOf(text, start)}: Invalid value: ${JSON.stringify(found)}: for 'Gt', 'Lt' operators, the value must be an integer`;
    case 'operator-expected':
      return `found '${found}', expected: in, notin, =, ==, !=, gt, lt`;
    case 'open-expected':
      return `found '${found}' expected: '('`;
    case 'close-expected':
      return `found '${found}', expected: ',' or ')'`;
  }
}

/** The labels test of a `labelSelector` parameter; undefined selects everything. */
export function parseLabelSelector(text: string): LabelTest | undefined {
  const { requirements, fault } = parseLabels(text);
  if (fault) throw badRequest(`unable to parse requirement: ${faultWords(text, fault)}`);
  if (requirements.length === 0) return undefined;
  return (labels) => matchesLabels(requirements, labels);
}

/** Whether a LabelSelector of an object (`matchLabels`, `matchExpressions`) selects labels. Null selects nothing. */
export function matchesLabelSelector(selector: unknown, labels: Labels): boolean {
  if (!isJsonObject(selector)) return false;
  const wanted = isJsonObject(selector['matchLabels']) ? selector['matchLabels'] : {};
  if (!Object.entries(wanted).every(([key, value]) => has(labels, key) && labels[key] === value)) return false;
  const expressions = Array.isArray(selector['matchExpressions']) ? selector['matchExpressions'] : [];
  return expressions.every((expression) => {
    const key = String(valueAt(expression, 'key'));
    const values = valueAt(expression, 'values');
    const listed = Array.isArray(values) && has(labels, key) && values.includes(labels[key]);
    switch (valueAt(expression, 'operator')) {
      case 'In':
        return listed;
      case 'NotIn':
        return !listed;
      case 'Exists':
        return has(labels, key);
      case 'DoesNotExist':
        return !has(labels, key);
      default:
        return false;
    }
  });
}

type ObjectTest = (object: DemoObject) => boolean;

const COMMON_FIELDS: NonNullable<ResourceType['fields']> = {
  'metadata.name': (object) => object.metadata.name,
  'metadata.namespace': (object) => object.metadata.namespace ?? '',
};

/** At the commas that no backslash stands before. */
const fieldTerms = (text: string) => text.match(/(?:\\.|[^\\,])+/g) ?? [];

function unescaped(value: string): string {
  let result = '';
  for (let index = 0; index < value.length; index += 1) {
    const char = value[index] as string;
    if (char === '=' || char === ',')
      throw badRequest(`invalid field selector: unescaped character in value: ${char.charCodeAt(0)}`);
    if (char !== '\\') {
      result += char;
      continue;
    }
    index += 1;
    const next = value[index];
    if (next === undefined || !'\\,='.includes(next))
      throw badRequest(`invalid field selector: invalid escape sequence: \\${next ?? ''}`);
    result += next;
  }
  return result;
}

function unsupported(field: string, type: ResourceType): string {
  const custom = !GROUP_PRIORITIES.has(type.group);
  if (type.group === 'batch') return `field label ${JSON.stringify(field)} not supported for batchv1.${type.kind}`;
  if (type.fields || custom) return `field label not supported: ${field}`;
  return `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`;
}

/** The object test of a `fieldSelector` parameter for a resource; undefined selects everything. */
export function parseFieldSelector(text: string, type: ResourceType): ObjectTest | undefined {
  const terms = fieldTerms(text);
  if (text === '') return undefined;
  const tests = terms.map((part): ObjectTest => {
    const match = /^(.*?)(!=|==|=)(.*)$/s.exec(part);
    if (!match) throw badRequest(`invalid selector: '${text}'; can't understand '${part}'`);
    const [, field = '', operator, written = ''] = match;
    const value = unescaped(written);
    const fields = { ...COMMON_FIELDS, ...type.fields };
    const read = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (!read) throw badRequest(unsupported(field, type));
    return (object) => (read(object) === value) === (operator !== '!=');
  });
  return (object) => tests.every((test) => test(object));
}

/** Both selectors of a list or watch as one test; undefined when there is none. */
export function parseSelectors(query: URLSearchParams, type: ResourceType): ObjectTest | undefined {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  const fields = parseFieldSelector(query.get('fieldSelector') ?? '', type);
  if (!labels) return fields;
  return (object) => labels(object.metadata.labels ?? {}) && (fields?.(object) ?? true);
}
