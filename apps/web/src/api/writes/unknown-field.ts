import type { Words } from '../../ui/use-words.ts';
import type { Fault } from './fault.ts';
import { nearest } from '../schema/nearest.ts';
import type { ValuePath } from './value-path.ts';

/** A field that the server does not know, with the one that was probably meant (OPS-068). */
export function unknownFieldFault(
  path: ValuePath,
  namesAt: (path: ValuePath) => readonly string[],
  t: Words,
  detail?: string,
): Fault {
  const field = String(path.at(-1) ?? '');
  const near = nearest(field, namesAt(path.slice(0, -1)));
  return {
    path,
    severity: 'error',
    message: near === undefined ? t('fault.unknown', { field }) : t('fault.unknownNear', { field, near }),
    ...(detail === undefined ? {} : { detail }),
  };
}
