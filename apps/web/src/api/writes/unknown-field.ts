import type { Words } from '../../ui/use-words.ts';
import { nearest } from '../schema/nearest.ts';
import type { Fault } from './fault.ts';
import type { ValuePath } from './value-path.ts';

/** A field that the server does not know, with the one that was probably meant (OPS-068). */
export function unknownFieldFault(
  path: ValuePath,
  namesAt: (path: ValuePath) => readonly string[],
  t: Words,
  { detail, isDropped = false }: { readonly detail?: string; readonly isDropped?: boolean } = {},
): Fault {
  const field = String(path.at(-1) ?? '');
  const near = nearest(field, namesAt(path.slice(0, -1)));
  const key = isDropped ? 'fault.dropped' : 'fault.unknown';
  return {
    path,
    severity: 'error',
    message: near === undefined ? t(key, { field }) : t(`${key}Near`, { field, near }),
    ...(detail === undefined ? {} : { detail }),
  };
}
