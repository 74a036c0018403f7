import { byManager, type FieldOwner, type TakenField } from '../../api/writes/field-owners.ts';
import { safeText } from '../safe-text.ts';
import type { Words } from '../use-words.ts';
import classes from './review-dialog.module.css';

const SHOWN = 12;

/** Who wrote the fields that are about to be written over, and how. */
export function TakenFields({ fields, t }: { readonly fields: readonly TakenField[]; readonly t: Words }) {
  return (
    <ul className={classes.taken}>
      {byManager(fields).map(({ owner, paths }) => (
        <li key={`${owner.manager} ${owner.operation} ${owner.subresource ?? ''}`}>
          <strong>{t('review.takenBy', { manager: safeText(owner.manager), how: howOf(owner, t) })}</strong>
          {': '}
          {paths.slice(0, SHOWN).map((path, index) => (
            <span key={path}>
              {index === 0 ? '' : ', '}
              <code>{safeText(path)}</code>
            </span>
          ))}
          {paths.length > SHOWN ? ` … (${paths.length})` : ''}
        </li>
      ))}
    </ul>
  );
}

function howOf({ operation, subresource }: FieldOwner, t: Words): string {
  const how = t(operation === 'Apply' ? 'review.how.Apply' : 'review.how.Update');
  return subresource === undefined ? how : `${how}, ${t('review.how.sub', { subresource: safeText(subresource) })}`;
}

/** The managers' names, each once. */
export function managerNames(owners: readonly FieldOwner[]): string {
  return [...new Set(owners.map(({ manager }) => safeText(manager)))].join(', ');
}
