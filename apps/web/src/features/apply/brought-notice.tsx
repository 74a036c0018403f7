import { Button } from '@mantine/core';
import { safeText } from '../../ui/safe-text.ts';
import type { Words } from '../../ui/use-words.ts';
import classes from './apply-page.module.css';
import type { useBrought } from './use-brought.ts';

const SHOWN = 5;

/** What came of the files that were brought: nothing is passed over in silence. */
export function BroughtNotice({ t, brought }: { readonly t: Words; readonly brought: ReturnType<typeof useBrought> }) {
  const { state, choose } = brought;
  if (state === undefined) return null;
  const { taken, others, tooLarge, cut, built, choices, fault } = state;
  const some = (paths: readonly string[]): string =>
    safeText(paths.slice(0, SHOWN).join(', ')) + (paths.length > SHOWN ? ' …' : '');
  return (
    <div className={classes.notice} role="status">
      {built === undefined ? null : <p>{t('brought.built', { folder: safeText(built), count: taken })}</p>}
      {built === undefined && choices.length === 0 && fault === undefined ? (
        <p>{t('brought.taken', { count: taken })}</p>
      ) : null}
      {fault === undefined ? null : (
        <p className={classes.fault} role="alert">
          {t('brought.failed')} {t(`kustomize.${fault.fault}`, safeValues(fault.values))}
        </p>
      )}
      {choices.length === 0 ? null : (
        <div className={classes.row}>
          <span>{t('brought.choose')}</span>
          {choices.map((folder) => (
            <Button key={folder} size="compact-xs" variant="default" onClick={() => void choose(folder)}>
              {safeText(folder === '' ? '.' : folder)}
            </Button>
          ))}
        </div>
      )}
      {others.length === 0 ? null : <p>{t('brought.others', { count: others.length, files: some(others) })}</p>}
      {tooLarge.length === 0 ? null : <p>{t('brought.tooLarge', { count: tooLarge.length, files: some(tooLarge) })}</p>}
      {cut ? <p>{t('brought.cut')}</p> : null}
    </div>
  );
}

function safeValues(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, safeText(value)]));
}
