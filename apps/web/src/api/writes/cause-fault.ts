import type { ApiStatus } from '@quarterdeck/shared/api-status';
import type { Words } from '../../ui/use-words.ts';
import { nearest } from '../schema/nearest.ts';
import type { FaultContext } from './answer-faults.ts';
import type { Fault } from './fault.ts';
import { unknownFieldFault } from './unknown-field.ts';
import { parsePath, pathText, valueAtPath } from './value-path.ts';

type Cause = NonNullable<NonNullable<ApiStatus['details']>['causes']>[number];

/** Go's dump of a struct, and the whole object that a refused patch repeats: nothing that a person reads. */
const MOST_CHARS = 600;

/** One cause of an Invalid answer, at its field (OPS-072). */
export function causeFault({ field = '', message = '', reason }: Cause, context: FaultContext, t: Words): Fault {
  const path = parsePath(field, context.sent);
  const name = pathText(path) || field;
  const fault = (words: string): Fault => ({
    path,
    message: words,
    severity: 'error',
    detail: short(`${field}: ${message}`),
  });
  const said = saidOf(message);
  if (/field is immutable|may not be changed|cannot be changed/.test(message))
    return fault(t('fault.immutable', { field: name }));
  if (/pod updates may not change fields other than/.test(message)) return fault(t('fault.podImmutable'));
  if (/updates to statefulset spec for fields other than/.test(message)) return fault(t('fault.setImmutable'));
  if (/unknown field/.test(message)) return unknownFieldFault(path, context.namesAt, t, { detail: message });
  switch (reason) {
    case 'FieldValueRequired':
      return fault(said === '' ? t('fault.required', { field: name }) : t('fault.requiredSaid', { field: name, said }));
    case 'FieldValueNotSupported': {
      const values = [...(/supported values: (.*)$/s.exec(message)?.[1] ?? '').matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(
        ([, value = '']) => value,
      );
      const given = String(valueAtPath(context.sent, path) ?? /^Unsupported value: "([^"]*)"/.exec(message)?.[1] ?? '');
      const near = nearest(given, values);
      const shown = { given, values: values.join(', ') };
      return fault(near === undefined ? t('fault.unsupported', shown) : t('fault.unsupportedNear', { ...shown, near }));
    }
    case 'FieldValueDuplicate':
      return fault(t('fault.duplicateValue', { field: name }));
    case 'FieldValueNotFound':
      return fault(t('fault.notFound', { field: name }));
    case 'FieldValueForbidden':
      return fault(t('fault.forbidden', { field: name, said: short(said) }));
    case 'FieldValueTooLong': {
      const most = /(\d+)/.exec(said)?.[1];
      return fault(
        most === undefined ? t('fault.invalid', { said }) : t('fault.tooLong', { field: name || 'data', most }),
      );
    }
    default:
      return fault(t('fault.invalid', { said: short(said) }));
  }
}

/** What follows the kind of the fault and the value: `Invalid value: "x": must be …` → "must be …". */
function saidOf(message: string): string {
  const [first = ''] = message.split('\n');
  const kind =
    /^(?:Invalid value|Unsupported value|Duplicate value|Required value|Forbidden|Not found|Too long|Too many)(?:: |$)/.exec(
      first,
    );
  if (kind === null) return first;
  const rest = first.slice(kind[0].length);
  if (!/^(?:Invalid|Duplicate|Unsupported|Not found)/.test(kind[0])) return rest;
  // the value may hold colons itself: the last ": " outside quotes and brackets ends it
  return rest.slice(valueEnd(rest)).replace(/^: /, '');
}

function valueEnd(text: string): number {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted && char === '\\') at += 1;
    else if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === '{' || char === '[' || char === '(') depth += 1;
    else if (char === '}' || char === ']' || char === ')') depth -= 1;
    else if (depth <= 0 && text.startsWith(': ', at)) return at;
  }
  return 0;
}

function short(text: string): string {
  return text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS)}…` : text;
}
