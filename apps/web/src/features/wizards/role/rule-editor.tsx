import { Button, Checkbox } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useWords } from '../../../ui/use-words.ts';
import { ChipInput } from '../chip-input.tsx';
import classes from '../wizards.module.css';
import { type RuleInput, readTarget, riskOf } from './role-plan.ts';

interface RuleEditorProps {
  readonly rule: RuleInput;
  readonly number: number;
  readonly targets: readonly string[];
  /** paths that are no resources are of ClusterRoles alone */
  readonly wide: boolean;
  readonly onChange: (rule: RuleInput) => void;
  readonly onRemove: () => void;
}

const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', '*'];
const RARE = ['approve', 'bind', 'escalate', 'impersonate', 'sign', 'use'];

/** One rule: what may be done with what. */
export function RuleEditor({ rule, number, targets, wide, onChange, onRemove }: RuleEditorProps) {
  const t = useWords('wizards');
  const { verbs } = rule;
  const risk = riskOf(rule);
  return (
    <fieldset className={classes.group}>
      <legend>{t('role.rule', { number })}</legend>
      <fieldset className={classes.checks} aria-label={t('role.verbs')}>
        {VERBS.map((verb) => (
          <Checkbox
            key={verb}
            size="xs"
            label={verb}
            checked={verbs.includes(verb)}
            onChange={({ currentTarget }) =>
              onChange({
                ...rule,
                verbs: currentTarget.checked ? [...verbs, verb] : verbs.filter((one) => one !== verb),
              })
            }
          />
        ))}
      </fieldset>
      <ChipInput
        label={t('role.otherVerbs')}
        values={verbs.filter((verb) => !VERBS.includes(verb))}
        suggestions={RARE}
        faultOf={(text) => (/^[a-z]+$/.test(text) ? undefined : t('fault.verb'))}
        onChange={(others) =>
          onChange({ ...rule, verbs: [...verbs.filter((verb) => VERBS.includes(verb)), ...others] })
        }
      />
      <ChipInput
        label={t('role.resources')}
        description={t('role.resourcesHint')}
        values={rule.targets}
        suggestions={targets}
        faultOf={(text) => (readTarget(text) === undefined ? t('fault.target') : undefined)}
        onChange={(next) => onChange({ ...rule, targets: next })}
      />
      <ChipInput
        label={t('role.names')}
        description={t('role.namesHint')}
        values={rule.names}
        onChange={(names) => onChange({ ...rule, names })}
      />
      {wide ? (
        <ChipInput
          label={t('role.urls')}
          values={rule.urls}
          suggestions={['/healthz', '/livez', '/metrics', '/readyz', '/version']}
          faultOf={(text) => (text.startsWith('/') || text === '*' ? undefined : t('fault.url'))}
          onChange={(urls) => onChange({ ...rule, urls })}
        />
      ) : null}
      {risk === undefined ? null : (
        <p className={classes.warning} role="note">
          <TriangleAlert size={16} aria-hidden="true" />
          <span>{t(`role.risk.${risk}`)}</span>
        </p>
      )}
      <div className={classes.buttons}>
        <Button size="compact-xs" variant="default" onClick={onRemove}>
          {t('role.removeRule')}
        </Button>
      </div>
    </fieldset>
  );
}
