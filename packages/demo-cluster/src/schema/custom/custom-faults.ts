import { required as missing, unsupported, wrong } from '../../http/validation/faults.ts';
import { equalJson, isJsonObject, type JsonObject } from '../../json-value.ts';
import type { FieldFault } from '../../status-error.ts';
import type { Schema } from '../schema.ts';
import { hasFormat } from './formats.ts';
import { matchesPattern } from './patterns.ts';

/** What is wrong with a custom resource by its schema, in the words of the API server's OpenAPI validation. */
export function customFaults(schema: Schema, object: JsonObject): FieldFault[] {
  // apiVersion, kind and metadata are checked as those of any object
  const { apiVersion: _apiVersion, kind: _kind, metadata: _metadata, ...own } = object;
  return valueFaults(schema, own, '');
}

const child = (path: string, key: string) => (path === '' ? key : `${path}.${key}`);

/** The type of a value, as schemas call it. */
function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}

function typeFaults(schema: Schema, value: unknown, path: string): FieldFault[] {
  const actual = typeOf(value);
  const wanted = schema.intOrString ? ['integer', 'string'] : schema.type === undefined ? [] : [schema.type];
  if (wanted.length === 0 || wanted.includes(actual as 'object')) return [];
  if (actual === 'null' && schema.nullable) return [];
  if (actual === 'integer' && schema.type === 'number') return [];
  return [wrong(path, actual, `${path} in body must be of type ${wanted.join(',')}: "${actual}"`)];
}

function valueFaults(schema: Schema, value: unknown, path: string): FieldFault[] {
  const { raw } = schema;
  if (!raw) return [];
  const mistyped = typeFaults(schema, value, path);
  if (value === null) return mistyped;
  const allowed = schema.enum?.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))) ?? [];
  const listed = !schema.enum || schema.enum.some((one) => equalJson(one, value));
  const faults = [...mistyped, ...(listed ? [] : [unsupported(path, value, allowed)])];
  if (mistyped.length > 0) return faults;
  faults.push(...combinedFaults(raw, value, path));
  if (typeof value === 'string') faults.push(...textFaults(schema, raw, value, path));
  else if (typeof value === 'number') faults.push(...numberFaults(raw, value, path));
  else if (Array.isArray(value)) faults.push(...listFaults(schema, raw, value, path));
  else if (isJsonObject(value)) faults.push(...objectFaults(schema, raw, value, path));
  return faults;
}

const limit = (raw: JsonObject, key: string): number | undefined =>
  typeof raw[key] === 'number' ? (raw[key] as number) : undefined;

function textFaults(schema: Schema, raw: JsonObject, value: string, path: string): FieldFault[] {
  const faults: FieldFault[] = [];
  const length = [...value].length;
  const longest = limit(raw, 'maxLength');
  const shortest = limit(raw, 'minLength');
  const { pattern } = raw;
  if (longest !== undefined && length > longest)
    faults.push({
      field: path,
      type: 'Too long',
      detail: `may not be more than ${longest} byte${longest === 1 ? '' : 's'}`,
    });
  if (shortest !== undefined && length < shortest)
    faults.push(wrong(path, value, `${path} in body should be at least ${shortest} chars long`));
  if (typeof pattern === 'string' && !matchesPattern(pattern, value))
    faults.push(wrong(path, value, `${path} in body should match '${pattern}'`));
  if (schema.format !== undefined && !schema.intOrString && !hasFormat(schema.format, value))
    faults.push(wrong(path, value, `${path} in body must be of type ${schema.format}: ${JSON.stringify(value)}`));
  return faults;
}

function numberFaults(raw: JsonObject, value: number, path: string): FieldFault[] {
  const faults: FieldFault[] = [];
  const say = (words: string) => faults.push(wrong(path, value, `${path} in body should be ${words}`));
  const most = limit(raw, 'maximum');
  const least = limit(raw, 'minimum');
  const step = limit(raw, 'multipleOf');
  if (most !== undefined) {
    if (raw['exclusiveMaximum'] === true && value >= most) say(`less than ${most}`);
    else if (value > most) say(`less than or equal to ${most}`);
  }
  if (least !== undefined) {
    if (raw['exclusiveMinimum'] === true && value <= least) say(`greater than ${least}`);
    else if (value < least) say(`greater than or equal to ${least}`);
  }
  if (step !== undefined && step > 0 && !Number.isInteger(value / step)) say(`a multiple of ${step}`);
  return faults;
}

const tooMany = (field: string, actual: number, most: number): FieldFault => ({
  field,
  type: 'Too many',
  value: actual,
  detail: `must have at most ${most} items`,
});

function listFaults(schema: Schema, raw: JsonObject, value: readonly unknown[], path: string): FieldFault[] {
  const faults: FieldFault[] = [];
  const most = limit(raw, 'maxItems');
  const least = limit(raw, 'minItems');
  if (most !== undefined && value.length > most) faults.push(tooMany(path, value.length, most));
  if (least !== undefined && value.length < least)
    faults.push(wrong(path, value.length, `${path} in body should have at least ${least} items`));
  const { items } = schema;
  if (items) for (const [index, item] of value.entries()) faults.push(...valueFaults(items, item, `${path}[${index}]`));
  return [...faults, ...duplicateFaults(schema, value, path)];
}

/** Sets and maps name each item once. */
function duplicateFaults({ listType, listMapKeys }: Schema, value: readonly unknown[], path: string): FieldFault[] {
  if (listType !== 'set' && listType !== 'map') return [];
  const keyOf = (item: unknown) =>
    listType === 'set' || !isJsonObject(item)
      ? item
      : Object.fromEntries((listMapKeys ?? []).map((key) => [key, item[key]]));
  const keys = value.map(keyOf);
  return keys.flatMap((key, index): FieldFault[] =>
    keys.findIndex((other) => equalJson(other, key)) === index
      ? []
      : [{ field: `${path}[${index}]`, type: 'Duplicate value', value: key, detail: '' }],
  );
}

function objectFaults(schema: Schema, raw: JsonObject, value: JsonObject, path: string): FieldFault[] {
  const faults: FieldFault[] = [];
  const size = Object.keys(value).length;
  const most = limit(raw, 'maxProperties');
  const least = limit(raw, 'minProperties');
  if (most !== undefined && size > most) faults.push(tooMany(path, size, most));
  if (least !== undefined && size < least)
    faults.push(wrong(path, size, `${path} in body should have at least ${least} properties`));
  for (const key of schema.required ?? [])
    if (value[key] === undefined && !(path === '' && key === 'metadata')) faults.push(missing(child(path, key)));
  const { properties = {}, additionalProperties } = schema;
  for (const [key, item] of Object.entries(value)) {
    const field = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    if (typeof field === 'object') faults.push(...valueFaults(field, item, child(path, key)));
  }
  if (schema.embeddedResource) faults.push(...embeddedFaults(value, path));
  return faults;
}

function embeddedFaults(value: JsonObject, path: string): FieldFault[] {
  return ['apiVersion', 'kind']
    .filter((key) => value[key] === undefined || value[key] === '')
    .map((key) => missing(child(path, key), 'must not be empty'));
}

/** allOf, anyOf, oneOf and not: where none fits, the faults of the one that fits best are told too. */
function combinedFaults(raw: JsonObject, value: unknown, path: string): FieldFault[] {
  const say = (words: string): FieldFault => ({
    field: '<nil>',
    type: 'Invalid value',
    value: '',
    detail: `"${path}" must ${words}`,
  });
  const outcomes = (key: string) =>
    (Array.isArray(raw[key]) ? (raw[key] as unknown[]) : [])
      .filter(isJsonObject)
      .map((alternative) => valueFaults(alternativeSchema(alternative), value, path));
  const faults: FieldFault[] = [];
  const all = outcomes('allOf').flat();
  if (all.length > 0) faults.push(say('validate all the schemas (allOf)'), ...all);
  const any = outcomes('anyOf');
  if (any.length > 0 && any.every((one) => one.length > 0))
    faults.push(say('validate at least one schema (anyOf)'), ...fewest(any));
  const each = outcomes('oneOf');
  const fitting = each.filter((one) => one.length === 0).length;
  if (each.length > 0 && fitting === 0)
    faults.push(say('validate one and only one schema (oneOf). Found none valid'), ...fewest(each));
  if (fitting > 1) faults.push(say(`validate one and only one schema (oneOf). Found ${fitting} valid alternatives`));
  const { not } = raw;
  if (isJsonObject(not) && valueFaults(alternativeSchema(not), value, path).length === 0)
    faults.push(say('not validate the schema (not)'));
  return faults;
}

const fewest = (outcomes: readonly FieldFault[][]): FieldFault[] =>
  outcomes.reduce((best, one) => (one.length < best.length ? one : best));

/** Alternatives hold validations only, of the same structure. */
function alternativeSchema(raw: JsonObject): Schema {
  const { properties, items, additionalProperties } = raw;
  const fields = isJsonObject(properties)
    ? Object.fromEntries(
        Object.entries(properties).map(([key, value]) => [key, isJsonObject(value) ? alternativeSchema(value) : {}]),
      )
    : undefined;
  return {
    raw,
    ...(typeof raw['type'] === 'string' ? { type: raw['type'] as 'object' } : {}),
    ...(typeof raw['format'] === 'string' ? { format: raw['format'] } : {}),
    ...(Array.isArray(raw['required']) ? { required: raw['required'] as string[] } : {}),
    ...(Array.isArray(raw['enum']) ? { enum: raw['enum'] as unknown[] } : {}),
    ...(fields ? { properties: fields } : {}),
    ...(isJsonObject(items) ? { items: alternativeSchema(items) } : {}),
    ...(isJsonObject(additionalProperties) ? { additionalProperties: alternativeSchema(additionalProperties) } : {}),
  };
}
