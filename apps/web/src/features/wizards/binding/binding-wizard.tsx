import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useRef, useState } from 'react';
import { listPath } from '../../../api/addresses.ts';
import { useNamespaces } from '../../../api/use-namespaces.ts';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { useWords } from '../../../ui/use-words.ts';
import { PlanReview } from '../plan/plan-review.tsx';
import type { PlainObject } from '../plan/planned-object.ts';
import { namespaceNameFault, RBAC_GROUP, RBAC_VERSION, type Subject } from '../rbac-names.ts';
import { TextField } from '../text-field.tsx';
import { useExisting } from '../use-existing.ts';
import { useNames } from '../use-names.ts';
import type { WizardProps } from '../wizard-props.ts';
import classes from '../wizards.module.css';
import { type BindingInput, bindingFault, bindingPlan, readRole, readSubjects } from './binding-plan.ts';
import { SubjectEditor } from './subject-editor.tsx';

/** Gives a role to users, groups and ServiceAccounts, or changes who has it (OPS-194). */
export function BindingWizard(props: WizardProps) {
  const { cluster, start } = props;
  const plural = start['kind'] === 'ClusterRoleBinding' ? 'clusterrolebindings' : 'rolebindings';
  const { object, problem, isLoading } = useExisting(cluster, plural, start);
  if (isLoading) return null;
  if (problem !== undefined) return <ProblemView problem={problem} />;
  return <Editor {...props} base={object} />;
}

function firstSubject(start: WizardProps['start']): Subject {
  const { subjectKind: kind, subject = '', subjectNamespace = start['namespace'] ?? '' } = start;
  return {
    kind: kind === 'User' || kind === 'Group' ? kind : 'ServiceAccount',
    name: subject,
    namespace: subjectNamespace,
  };
}

function Editor({ cluster, start, navigate, base }: WizardProps & { readonly base: PlainObject | undefined }) {
  const t = useWords('wizards');
  const [given, setGiven] = useState<Omit<BindingInput, 'name'> & { readonly name: string | undefined }>({
    kind: start['kind'] === 'ClusterRoleBinding' ? 'ClusterRoleBinding' : 'RoleBinding',
    // undefined: named after the others
    name: start['name'],
    namespace: start['namespace'] ?? start['subjectNamespace'] ?? '',
    role:
      base === undefined
        ? { kind: start['roleKind'] === 'Role' ? 'Role' : 'ClusterRole', name: start['role'] ?? '' }
        : readRole(base),
    subjects: base === undefined ? [firstSubject(start)] : readSubjects(base),
    ...(base === undefined ? {} : { base }),
  });
  const { kind, namespace, role, subjects } = given;
  const [first] = subjects;
  const name = given.name ?? (role.name === '' || !first?.name ? '' : `${role.name}:${first.name}`);
  const input: BindingInput = { ...given, name };
  // subjects are told apart by their place: what is removed from the middle must not change the fields of the others
  const ids = useRef<number[]>(subjects.map((_, index) => index));
  const next = useRef(subjects.length);
  const namespaces = useNamespaces(cluster, { enabled: true });
  const inNamespace = kind === 'RoleBinding';
  const here =
    namespaceNameFault(namespace) === undefined ? `/apis/${RBAC_VERSION}/namespaces/${namespace}/roles` : undefined;
  const roles = useNames(cluster, role.kind === 'Role' ? here : `/apis/${RBAC_VERSION}/clusterroles`);
  const fault = bindingFault(input);
  const isFixed = base !== undefined;
  const set = (change: Partial<BindingInput>) => setGiven({ ...given, ...change });

  // by the address alone: a click may come before the cluster has told what it serves
  function done(): void {
    const namespaced = inNamespace;
    const address = { group: RBAC_GROUP, resource: namespaced ? 'rolebindings' : 'clusterrolebindings', namespaced };
    navigate(`${listPath(cluster, address, [namespace])}/${encodeURIComponent(name)}`);
  }

  return (
    <div className={classes.columns}>
      <div className={classes.form}>
        {isFixed ? (
          <p className={classes.dim}>{t('binding.roleFixed')}</p>
        ) : (
          <SegmentedControl
            size="xs"
            aria-label={t('binding.scope')}
            value={kind}
            onChange={(value) => {
              const wide = value === 'ClusterRoleBinding';
              set({
                kind: wide ? 'ClusterRoleBinding' : 'RoleBinding',
                role: wide && role.kind === 'Role' ? { kind: 'ClusterRole', name: '' } : role,
              });
            }}
            data={[
              { value: 'RoleBinding', label: t('binding.inNamespace') },
              { value: 'ClusterRoleBinding', label: t('binding.inCluster') },
            ]}
          />
        )}
        {inNamespace ? (
          <TextField
            label={t('field.namespace')}
            value={namespace}
            suggestions={namespaces.names ?? []}
            disabled={isFixed}
            onChange={(value) => set({ namespace: value })}
          />
        ) : (
          <p className={classes.warning} role="note">
            <TriangleAlert size={16} aria-hidden="true" />
            <span>{t('binding.clusterWarning')}</span>
          </p>
        )}
        <div className={classes.row}>
          <NativeSelect
            className={classes.grow}
            size="xs"
            label={t('binding.roleKind')}
            value={role.kind}
            disabled={isFixed || !inNamespace}
            data={['ClusterRole', 'Role']}
            onChange={({ currentTarget: { value } }) =>
              set({ role: { kind: value === 'Role' ? 'Role' : 'ClusterRole', name: '' } })
            }
          />
          <div className={classes.grow}>
            <TextField
              label={t('binding.role')}
              value={role.name}
              suggestions={roles}
              disabled={isFixed}
              onChange={(value) => set({ role: { ...role, name: value } })}
            />
          </div>
        </div>
        {inNamespace && role.kind === 'ClusterRole' ? (
          <p className={classes.dim}>{t('binding.clusterRoleHere')}</p>
        ) : null}
        <TextField
          label={t('field.binding')}
          value={name}
          disabled={isFixed}
          onChange={(value) => set({ name: value })}
        />
        {subjects.map((subject, index) => (
          <SubjectEditor
            key={ids.current[index]}
            cluster={cluster}
            subject={subject}
            number={index + 1}
            namespaces={namespaces.names ?? []}
            onChange={(changed) => set({ subjects: subjects.with(index, changed) })}
            onRemove={() => {
              ids.current = ids.current.toSpliced(index, 1);
              set({ subjects: subjects.toSpliced(index, 1) });
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
              set({ subjects: [...subjects, { kind: 'ServiceAccount', name: '', namespace }] });
            }}
          >
            {t('binding.addSubject')}
          </Button>
        </div>
      </div>
      <PlanReview
        cluster={cluster}
        plan={bindingPlan(input)}
        fault={fault === undefined ? undefined : t(`binding.fault.${fault}`)}
        verb={t(isFixed ? 'binding.change' : 'binding.make')}
        onDone={done}
      />
    </div>
  );
}
