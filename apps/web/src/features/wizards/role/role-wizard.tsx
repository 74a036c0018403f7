import { Button, SegmentedControl } from '@mantine/core';
import { useRef, useState } from 'react';
import { listPath } from '../../../api/addresses.ts';
import { listAt, valueAt } from '../../../api/read-field.ts';
import { useNamespaces } from '../../../api/use-namespaces.ts';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { useWords } from '../../../ui/use-words.ts';
import { PlanReview } from '../plan/plan-review.tsx';
import type { PlainObject } from '../plan/planned-object.ts';
import { RBAC_GROUP } from '../rbac-names.ts';
import { TextField } from '../text-field.tsx';
import { useExisting } from '../use-existing.ts';
import type { WizardProps } from '../wizard-props.ts';
import classes from '../wizards.module.css';
import { EMPTY_RULE, type RoleInput, readRules, roleFault, rolePlan } from './role-plan.ts';
import { RuleEditor } from './rule-editor.tsx';
import { useRuleTargets } from './use-rule-targets.ts';

/** Puts a Role or ClusterRole together from what the cluster serves, or changes the rules of one that is there (OPS-193). */
export function RoleWizard(props: WizardProps) {
  const { cluster, start } = props;
  const plural = start['kind'] === 'ClusterRole' ? 'clusterroles' : 'roles';
  const { object, problem, isLoading } = useExisting(cluster, plural, start);
  if (isLoading) return null;
  if (problem !== undefined) return <ProblemView problem={problem} />;
  return <Builder {...props} base={object} />;
}

function Builder({ cluster, start, navigate, base }: WizardProps & { readonly base: PlainObject | undefined }) {
  const t = useWords('wizards');
  const [input, setInput] = useState<RoleInput>({
    kind: start['kind'] === 'ClusterRole' ? 'ClusterRole' : 'Role',
    name: start['name'] ?? '',
    namespace: start['namespace'] ?? '',
    rules: base === undefined ? [EMPTY_RULE] : readRules(base),
    ...(base === undefined ? {} : { base }),
  });
  const { kind, name, namespace, rules } = input;
  // rules have no name: what is removed from the middle must not change the fields of the others
  const ids = useRef<number[]>(rules.map((_, index) => index));
  const next = useRef(rules.length);
  const namespaces = useNamespaces(cluster, { enabled: kind === 'Role' && base === undefined });
  const targets = useRuleTargets(cluster);
  const fault = roleFault(input);
  const isAggregated =
    valueAt(base, 'aggregationRule') !== undefined && listAt(base, 'aggregationRule.clusterRoleSelectors').length > 0;

  // by the address alone: a click may come before the cluster has told what it serves
  function done(): void {
    const namespaced = kind === 'Role';
    const address = { group: RBAC_GROUP, resource: namespaced ? 'roles' : 'clusterroles', namespaced };
    navigate(`${listPath(cluster, address, [namespace])}/${encodeURIComponent(name)}`);
  }

  return (
    <div className={classes.columns}>
      <div className={classes.form}>
        {base === undefined ? (
          <SegmentedControl
            size="xs"
            aria-label={t('role.kind')}
            value={kind}
            onChange={(value) => setInput({ ...input, kind: value === 'ClusterRole' ? 'ClusterRole' : 'Role' })}
            data={['Role', 'ClusterRole']}
          />
        ) : null}
        <p className={classes.dim}>{t(kind === 'Role' ? 'role.roleHint' : 'role.clusterRoleHint')}</p>
        {isAggregated ? (
          <p className={classes.warning} role="note">
            {t('role.aggregated')}
          </p>
        ) : null}
        <TextField
          label={t('field.name')}
          value={name}
          disabled={base !== undefined}
          onChange={(value) => setInput({ ...input, name: value })}
        />
        {kind === 'Role' ? (
          <TextField
            label={t('field.namespace')}
            value={namespace}
            suggestions={namespaces.names ?? []}
            disabled={base !== undefined}
            onChange={(value) => setInput({ ...input, namespace: value })}
          />
        ) : null}
        {rules.map((rule, index) => (
          <RuleEditor
            key={ids.current[index]}
            rule={rule}
            number={index + 1}
            targets={targets}
            wide={kind === 'ClusterRole'}
            onChange={(changed) => setInput({ ...input, rules: rules.with(index, changed) })}
            onRemove={() => {
              ids.current = ids.current.toSpliced(index, 1);
              setInput({ ...input, rules: rules.toSpliced(index, 1) });
            }}
          />
        ))}
        <div className={classes.buttons}>
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              ids.current = [...ids.current, next.current];
              next.current += 1;
              setInput({ ...input, rules: [...rules, EMPTY_RULE] });
            }}
          >
            {t('role.addRule')}
          </Button>
        </div>
      </div>
      <PlanReview
        cluster={cluster}
        plan={rolePlan(input)}
        fault={fault === undefined ? undefined : t(`role.fault.${fault}`)}
        verb={t(base === undefined ? 'role.make' : 'role.change')}
        onDone={done}
      />
    </div>
  );
}
