import type { PolicyRule } from '../../api/rbac/policy-rule.ts';
import { type Risk, risksOfRule } from '../../api/rbac/risk.ts';
import { ruledText } from '../../api/rbac/ruled-text.ts';
import { safeText } from '../safe-text.ts';
import { rowIds, SimpleTable } from '../simple-table.tsx';
import { useWords } from '../use-words.ts';
import classes from './access.module.css';
import { RiskMarks } from './risk-marks.tsx';

/** A page shows so many at once; the rest is in the explorer. */
const MOST = 100;

/** Rules as a table, with what each lets somebody do that is more than it looks. */
export function RulesTable({
  label,
  rules,
  scope,
}: {
  readonly label: string;
  readonly rules: readonly PolicyRule[];
  /** where they hold; "" is the whole cluster */
  readonly scope: string;
}) {
  const t = useWords('access');
  const shown = rules.slice(0, MOST);
  const ids = rowIds(shown.map((rule) => JSON.stringify(rule)));
  return (
    <>
      <SimpleTable
        label={label}
        columns={[t('column.verbs'), t('column.resource'), t('column.names'), t('column.risks')]}
        rows={shown.map((rule, index) => {
          const { verbs, what, names } = ruledText(rule);
          const risks: readonly Risk[] = risksOfRule(rule, scope);
          return {
            id: ids[index] ?? '',
            cells: [safeText(verbs), safeText(what), safeText(names), <RiskMarks key="risks" risks={risks} />],
          };
        })}
      />
      {rules.length > MOST ? (
        <p className={classes.dim}>{t('granting.moreRules', { count: rules.length - MOST })}</p>
      ) : null}
    </>
  );
}
