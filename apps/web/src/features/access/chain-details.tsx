import type { Chain } from '../../api/rbac/grants.ts';
import type { PolicyRule } from '../../api/rbac/policy-rule.ts';
import { risksOfRule } from '../../api/rbac/risk.ts';
import { ChainWords } from '../../ui/access/chain-words.tsx';
import { RiskMarks } from '../../ui/access/risk-marks.tsx';
import { SubjectName } from '../../ui/access/subject-name.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from './access-page.module.css';

/** Whole chains below a table whose cells are cut off: subject, binding, role, the roles that it is made of, and the rule. */
export function ChainDetails({ cluster, chains }: { readonly cluster: string; readonly chains: readonly Chain[] }) {
  const t = useWords('access');
  return (
    <section className={classes.answer} aria-label={t('details')}>
      <ul className={classes.plain}>
        {chains.map((chain) => (
          <li key={`${chain.binding.kind}/${chain.binding.namespace}/${chain.binding.name}`}>
            <SubjectName cluster={cluster} subject={chain.subject} /> ← <ChainWords cluster={cluster} chain={chain} />
            <pre className={classes.rule}>{safeText(ruleText(chain.rule))}</pre>
            <RiskMarks risks={risksOfRule(chain.rule, chain.binding.namespace)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const FIELDS = ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'] as const;

/** A rule as it stands in a manifest, without what is empty. */
function ruleText(rule: PolicyRule): string {
  return FIELDS.filter((field) => rule[field].length > 0)
    .map((field) => `${field}: [${rule[field].map((item) => JSON.stringify(item)).join(', ')}]`)
    .join('\n');
}
