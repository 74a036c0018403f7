import type { FieldFault } from '../../status-error.ts';

/** The kinds of field faults of apimachinery's field package. */

export const required = (field: string, detail = ''): FieldFault => ({ field, type: 'Required value', detail });

export const wrong = (field: string, value: unknown, detail: string): FieldFault => ({
  field,
  type: 'Invalid value',
  value,
  detail,
});

export const forbidden = (field: string, detail: string): FieldFault => ({ field, type: 'Forbidden', detail });

export const notFound = (field: string, value: unknown): FieldFault => ({
  field,
  type: 'Not found',
  value,
  detail: '',
});

export const duplicate = (field: string, value: unknown): FieldFault => ({
  field,
  type: 'Duplicate value',
  value,
  detail: '',
});

export const tooLong = (field: string, bytes: number): FieldFault => ({
  field,
  type: 'Too long',
  detail: `may not be more than ${bytes} bytes`,
});

export const unsupported = (field: string, value: unknown, supported: readonly string[]): FieldFault => ({
  field,
  type: 'Unsupported value',
  value,
  detail: `supported values: ${supported.map((one) => JSON.stringify(one)).join(', ')}`,
});

/** A value out of a list; what is missing is required, unless it may be. */
export function oneOf(field: string, value: unknown, supported: readonly string[], optional = true): FieldFault[] {
  if (value === undefined || value === '') return optional ? [] : [required(field)];
  return supported.includes(String(value)) ? [] : [unsupported(field, value, supported)];
}

export function notNegative(field: string, value: unknown): FieldFault[] {
  return typeof value === 'number' && value < 0 ? [wrong(field, value, 'must be greater than or equal to 0')] : [];
}

export function between(field: string, value: unknown, low: number, high: number): FieldFault[] {
  if (value === undefined) return [];
  const fine = typeof value === 'number' && value >= low && value <= high;
  return fine ? [] : [wrong(field, value, `must be between ${low} and ${high}, inclusive`)];
}

/** One fault per word of why a value is wrong. */
export const wrongs = (field: string, value: unknown, whys: readonly string[]) =>
  whys.map((why) => wrong(field, value, why));
