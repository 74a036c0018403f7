import type { Schema } from './schema.ts';

/** Values as Go's decoder sees them, and its words for those that it cannot read. */

const QUANTITY = /^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$/;
const SUFFIX = /^(?:[numkMGTPE]|[KMGTPE]i|[eE][-+]?\d+)?$/;
const LIMITS: Readonly<Record<string, number>> = { int32: 2 ** 31, int64: 2 ** 63 };

/** The kind of a JSON value: string, number, bool, array, object. */
export function valueName(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** The Go type of a field: `int32`, `[]v1.Container`, `map[string]string`. */
export function goTypeName(schema: Schema): string {
  const { type, format, name, items, additionalProperties } = schema;
  if (format === 'byte') return '[]uint8';
  switch (type) {
    case 'array':
      return `[]${items ? goTypeName(items) : 'interface {}'}`;
    case 'object':
      if (name !== undefined) return name.split('.').slice(-2).join('.');
      return `map[string]${typeof additionalProperties === 'object' ? goTypeName(additionalProperties) : 'interface {}'}`;
    case 'boolean':
      return 'bool';
    case 'integer':
      return format ?? 'int64';
    case 'number':
      return 'float64';
    default:
      return type ?? 'interface {}';
  }
}

/** A number that is no integer of that size. */
export function integerFault(value: unknown, type: string, into: string): string | undefined {
  const named = valueName(value);
  if (named !== 'number') return `json: cannot unmarshal ${named} into ${into} of type ${type}`;
  const limit = LIMITS[type] ?? Number.POSITIVE_INFINITY;
  const number = value as number;
  if (Number.isInteger(number) && number >= -limit && number < limit) return undefined;
  return `json: cannot unmarshal number ${number} into ${into} of type ${type}`;
}

export function quantityFault(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : JSON.stringify(value);
  const [, digits, suffix = ''] = QUANTITY.exec(text) ?? [];
  if (digits === undefined || !/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(digits))
    return "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  return SUFFIX.test(suffix) ? undefined : "unable to parse quantity's suffix";
}

/** The first byte at which Go's decoder gives up. */
export function base64Fault(text: string): string | undefined {
  const plain = text.replace(/[\r\n]/g, '');
  const illegal = plain.search(/[^A-Za-z0-9+/]/);
  if (illegal < 0 && plain.length % 4 === 0) return undefined;
  if (illegal >= 0 && plain.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(plain)) return undefined;
  const byte = illegal >= 0 && plain[illegal] !== '=' ? illegal : Math.floor(plain.length / 4) * 4;
  return `illegal base64 data at input byte ${byte}`;
}

const LAYOUT: readonly (readonly [string, RegExp])[] = [
  ['2006', /^\d{4}/],
  ['-', /^-/],
  ['01', /^(?:0[1-9]|1[0-2])/],
  ['-', /^-/],
  ['02', /^(?:0[1-9]|[12]\d|3[01])/],
  ['T', /^T/],
  ['15', /^(?:[01]\d|2[0-3])/],
  [':', /^:/],
  ['04', /^[0-5]\d/],
  [':', /^:/],
  ['05', /^[0-5]\d/],
];

/** Time and MicroTime: RFC 3339, the latter with six digits. */
export function timeFault(value: unknown, micro: boolean): string | undefined {
  if (typeof value !== 'string') return `json: cannot unmarshal ${valueName(value)} into Go value of type string`;
  const layout = `2006-01-02T15:04:05${micro ? '.000000' : ''}Z07:00`;
  const failed = (rest: string, part: string) =>
    `parsing time ${JSON.stringify(value)} as "${layout}": cannot parse ${JSON.stringify(rest)} as "${part}"`;
  let rest = value;
  for (const [part, pattern] of [...LAYOUT, ...(micro ? [['.000000', /^\.\d{6}/] as const] : [])]) {
    const match = pattern.exec(rest);
    if (!match) return failed(rest, part);
    rest = rest.slice(match[0].length);
  }
  // Go takes a fraction after the seconds although the layout has none
  if (!micro) rest = rest.replace(/^[.,]\d+/, '');
  const zone = /^(?:Z|[+-]\d\d:\d\d)/.exec(rest);
  if (!zone) return failed(rest, 'Z07:00');
  if (rest.length > zone[0].length)
    return `parsing time ${JSON.stringify(value)}: extra text: ${JSON.stringify(rest.slice(zone[0].length))}`;
  return undefined;
}
