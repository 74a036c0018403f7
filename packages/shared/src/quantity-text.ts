import { parseQuantity } from './quantity.ts';

const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL = ['', 'k', 'M', 'G', 'T', 'P', 'E'];

/** Numbers of quantities that hold whole nano units; what is smaller is a rounding error of the sum. */
const nano = (value: number) => Math.round(value * 1e9) / 1e9;

function scaled(value: number, step: number, suffixes: readonly string[]): string {
  let at = 0;
  let rest = value;
  while (at + 1 < suffixes.length && rest % step === 0) {
    rest /= step;
    at += 1;
  }
  return `${rest}${suffixes[at]}`;
}

/** The canonical text of a quantity (resource.Quantity CanonicalizeBytes): no fraction, the largest suffix that allows that. */
export function quantityText(value: number, isBinary = false): string {
  if (value === 0) return '0';
  const exact = nano(value);
  if (Number.isInteger(exact)) return isBinary ? scaled(exact, 1024, BINARY) : scaled(exact, 1000, DECIMAL);
  for (const [factor, suffix] of [
    [1e3, 'm'],
    [1e6, 'u'],
  ] as const)
    if (Number.isInteger(nano(exact * factor))) return `${nano(exact * factor)}${suffix}`;
  return `${Math.round(exact * 1e9)}n`;
}

const isBinary = (text: string) => text.endsWith('i');

/** The number behind a quantity of an object; 0 when there is none. */
export function quantityOf(value: unknown): number {
  return value === undefined || value === null ? 0 : (parseQuantity(String(value)) ?? 0);
}

/** The canonical text of a quantity as somebody wrote it. */
export function canonical(value: unknown): string {
  return quantityText(quantityOf(value), isBinary(String(value)));
}

/** A sum keeps the notation (binary or decimal) of the first part that is not zero, as resource.Quantity does. */
export function sumText(parts: readonly unknown[]): string {
  const first = parts.find((one) => quantityOf(one) !== 0);
  return quantityText(
    parts.reduce<number>((sum, one) => sum + quantityOf(one), 0),
    isBinary(String(first)),
  );
}
