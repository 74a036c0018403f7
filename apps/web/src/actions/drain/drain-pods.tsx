import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords, type Words } from '../../ui/use-words.ts';
import classes from '../nodes/nodes.module.css';
import type { DrainPod } from './drain-plan.ts';

/** The pods of a plan: what becomes of each, and what may hold it. */
export function DrainPods({ plan }: { readonly plan: readonly DrainPod[] }) {
  const t = useWords('nodes');
  return (
    <div className={classes.scroll}>
      <SimpleTable
        label={t('drain.plan')}
        columns={[t('drain.pod'), t('drain.fate'), t('drain.owner'), t('drain.holds')]}
        rows={plan.map((pod) => ({
          id: pod.uid,
          cells: [
            safeText(`${pod.namespace}/${pod.name}`),
            `${t(`drain.fates.${pod.fate}`)} ${t(`drain.classes.${pod.class}`)}`,
            safeText(pod.owner) || '–',
            safeText(holds(pod, t)) || '–',
          ],
        }))}
      />
    </div>
  );
}

function holds({ budgets, emptyDirs, fate }: DrainPod, t: Words): string {
  if (fate === 'passed') return '';
  return [
    ...(budgets.length > 1 ? [t('drain.twoBudgets')] : []),
    ...budgets.map(({ name, allowed }) => t('drain.budget', { name, count: allowed })),
    ...(emptyDirs.length > 0 ? [t('drain.data', { volumes: emptyDirs.join(', ') })] : []),
  ].join('; ');
}
