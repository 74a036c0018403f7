import type { Problem } from '@quarterdeck/shared/problem';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../../ui/problem-text.ts';
import { safeText } from '../../ui/safe-text.ts';
import classes from './partial-notice.module.css';

/** The list is live and yet not whole: some of its namespaces are refused, say. One line, the raw words in its tooltip. */
export default function PartialNotice({ problem }: { readonly problem: Problem }) {
  const { t } = useTranslation('list');
  const { t: words } = useTranslation('problems');
  const namespaces = problem.params?.['namespaces'];
  const reason = safeText(problemText(words, problem, 'title'));
  return (
    <p className={classes.notice} role="status" title={safeText(problem.detail ?? problem.title)}>
      <TriangleAlert size={14} aria-hidden="true" className={classes.icon} />
      {typeof namespaces === 'string' && namespaces !== ''
        ? t('partialIn', { namespaces: safeText(namespaces), reason })
        : t('partial', { reason })}
    </p>
  );
}
