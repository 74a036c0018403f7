import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ForbiddenFacts } from './forbidden-facts.ts';
import classes from './problem-view.module.css';

const NeededRoleView = lazy(() => import('./needed-role-view.tsx'));

/** Folded until somebody wants it: what an admin would apply to give the missing right. */
export function NeededRoleDetails({ facts }: { readonly facts: ForbiddenFacts }) {
  const { t } = useTranslation('problems');
  const [shown, setShown] = useState(false);
  return (
    <details className={classes.details} onToggle={({ currentTarget }) => setShown(currentTarget.open)}>
      <summary>{t('view.role')}</summary>
      {shown ? (
        <Suspense fallback={null}>
          <NeededRoleView facts={facts} />
        </Suspense>
      ) : null}
    </details>
  );
}
