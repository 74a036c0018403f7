import { isJsonObject, valueAt } from '../json-value.ts';
import type { ResourceType } from '../resources/resource-type.ts';
import { badRequest } from '../status-error.ts';
import type { DemoObject } from '../store.ts';

type Labels = Readonly<Record<string, string>>;
type LabelTest = (labels: Labels) => boolean;

const KEY = '(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?';
const VALUE = '(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?';
const EXISTS = new RegExp(`^(!?)\\s*(${KEY})$`);
const EQUALS = new RegExp(`^(${KEY})\\s*(==|=|!=)\\s*(${VALUE})$`);
const IN_SET = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(\\s*([^()]*)\\)$`);
const GREATER = new RegExp(`^(${KEY})\\s*([<>])\\s*(-?\\d+)$`);
const VALUE_ONLY = new RegExp(`^${VALUE}$`);

const has = (labels: Labels, key: string) => Object.hasOwn(labels, key);

function readRequirement(text: string): LabelTest | undefined {
  const exists = EXISTS.exec(text);
  if (exists) {
    const [, not, key = ''] = exists;
    return (labels) => has(labels, key) === (not === '');
  }
  const equals = EQUALS.exec(text);
  if (equals) {
    const [, key = '', operator, value] = equals;
    if (operator === '!=') return (labels) => !has(labels, key) || labels[key] !== value;
    return (labels) => has(labels, key) && labels[key] === value;
  }
  const inSet = IN_SET.exec(text);
  if (inSet) {
    const [, key = '', operator, list = ''] = inSet;
    const values = list.split(',').map((value) => value.trim());
    if (!values.every((value) => VALUE_ONLY.test(value))) return undefined;
    if (operator === 'in') return (labels) => has(labels, key) && values.includes(labels[key] as string);
    return (labels) => !has(labels, key) || !values.includes(labels[key] as string);
  }
  const greater = GREATER.exec(text);
  if (!greater) return undefined;
  const [, key = '', operator, bound] = greater;
  return (labels) => {
    if (!has(labels, key) || !/^-?\d+$/.test(labels[key] as string)) return false;
    return operator === '>' ? Number(labels[key]) > Number(bound) : Number(labels[key]) < Number(bound);
  };
}

/** At the commas that are not inside the brackets of a set. */
function splitRequirements(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '(') depth += 1;
    else if (text[index] === ')') depth -= 1;
    else if (text[index] === ',' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, text.slice(start)].map((part) => part.trim());
}

/** The labels test of a `labelSelector` parameter; undefined selects everything. */
export function parseLabelSelector(text: string): LabelTest | undefined {
  if (text.trim() === '') return undefined;
  const tests = splitRequirements(text).map((part) => {
    const test = readRequirement(part);
    if (!test) throw badRequest(`unable to parse requirement: found '${part}', expected: a label selector`);
    return test;
  });
  return (labels) => tests.every((test) => test(labels));
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

/** The object test of a `fieldSelector` parameter for a resource; undefined selects everything. */
export function parseFieldSelector(text: string, type: ResourceType): ObjectTest | undefined {
  if (text.trim() === '') return undefined;
  const tests = text.split(',').map((part): ObjectTest => {
    const match = /^([^=!]+?)\s*(==|=|!=)\s*(.*)$/.exec(part.trim());
    if (!match) throw badRequest(`invalid selector: '${text}'; can't understand '${part}'`);
    const [, field = '', operator, value] = match;
    const fields = { ...COMMON_FIELDS, ...type.fields };
    const read = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (!read) throw badRequest(`field label not supported: ${field}`);
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
