import { SegmentedControl } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { problemOfError } from '../../../api/api-fetch.ts';
import { useNamespaces } from '../../../api/use-namespaces.ts';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { useWords } from '../../../ui/use-words.ts';
import { PlanReview } from '../plan/plan-review.tsx';
import { RBAC_VERSION } from '../rbac-names.ts';
import { TextField } from '../text-field.tsx';
import { LifetimeField } from '../token/lifetime-field.tsx';
import {
  type MadeToken,
  readSecretCommand,
  readSecretToken,
  requestToken,
  tokenCommand,
  tokenRequest,
} from '../token/token-request.ts';
import { TokenResult } from '../token/token-result.tsx';
import { useNames } from '../use-names.ts';
import type { WizardProps } from '../wizard-props.ts';
import classes from '../wizards.module.css';
import { bindingNameFor, type LoginInput, loginFault, loginPlan } from './login-plan.ts';

const USUAL_ROLES = ['view', 'edit', 'admin', 'cluster-admin'];
const ADMIN = 'cluster-admin';
const DAY = 24 * 3600;

/** A login for somebody (OPS-015, OPS-016): namespace, ServiceAccount, binding, token and kubeconfig in one go. */
export function LoginWizard({ cluster, start }: WizardProps) {
  const t = useWords('wizards');
  const [given, setGiven] = useState<Omit<LoginInput, 'binding'> & { readonly binding: string | undefined }>({
    scope: start['scope'] === 'cluster' ? 'cluster' : 'namespace',
    namespace: start['namespace'] ?? (start['scope'] === 'cluster' ? 'kube-system' : ''),
    account: start['name'] ?? '',
    role: start['scope'] === 'cluster' ? ADMIN : 'edit',
    // undefined: named after the others
    binding: undefined,
    lifetime: DAY,
  });
  const [made, setMade] = useState<MadeToken>();
  const [problem, setProblem] = useState<unknown>();
  const namespaces = useNamespaces(cluster, { enabled: true });
  const roles = useNames(cluster, `/apis/${RBAC_VERSION}/clusterroles`);
  const input: LoginInput = { ...given, binding: given.binding ?? bindingNameFor(given) };
  const { scope, namespace, account, role, binding, lifetime } = input;
  const fault = loginFault(input);
  const set = (change: Partial<LoginInput>) => setGiven({ ...given, ...change });
  const said = (field: string) =>
    fault !== undefined && fault[0] === field && fault[1] !== 'empty' ? t(`fault.${fault[1]}`) : undefined;

  async function makeToken(): Promise<void> {
    setProblem(undefined);
    try {
      const found =
        lifetime === null
          ? await readSecretToken(cluster, namespace, account)
          : await requestToken(cluster, namespace, account, tokenRequest(lifetime, []));
      if (found === undefined) setProblem(new Error(t('token.notFilled')));
      else setMade(found);
    } catch (error) {
      setProblem(error);
    }
  }

  return (
    <div className={classes.columns}>
      <div className={classes.form}>
        <SegmentedControl
          size="xs"
          aria-label={t('login.scope')}
          value={scope}
          onChange={(next) => {
            const wide = next === 'cluster';
            setGiven({
              ...given,
              scope: wide ? 'cluster' : 'namespace',
              role: wide ? ADMIN : 'edit',
              namespace: wide && namespace === '' ? 'kube-system' : namespace,
            });
          }}
          data={[
            { value: 'namespace', label: t('login.ofNamespace') },
            { value: 'cluster', label: t('login.ofCluster') },
          ]}
        />
        {scope === 'cluster' ? (
          <p className={classes.warning} role="note">
            <TriangleAlert size={16} aria-hidden="true" />
            <span>{t('login.clusterWarning')}</span>
          </p>
        ) : null}
        <TextField
          label={t('field.namespace')}
          description={t(scope === 'cluster' ? 'login.homeHint' : 'login.namespaceHint')}
          value={namespace}
          suggestions={namespaces.names ?? []}
          error={said('namespace')}
          onChange={(next) => set({ namespace: next })}
        />
        <TextField
          label={t('field.account')}
          description={t('login.accountHint')}
          value={account}
          error={said('account')}
          onChange={(next) => set({ account: next })}
        />
        {scope === 'cluster' ? null : (
          <TextField
            label={t('field.clusterRole')}
            description={t(role === ADMIN ? 'login.adminHere' : 'login.roleHint')}
            value={role}
            suggestions={[...new Set([...USUAL_ROLES, ...roles])]}
            error={said('role')}
            onChange={(next) => set({ role: next })}
          />
        )}
        <TextField
          label={t('field.binding')}
          value={binding}
          error={said('binding')}
          onChange={(next) => set({ binding: next })}
        />
        <LifetimeField value={lifetime} onChange={(next) => set({ lifetime: next })} />
        {lifetime === null ? <p className={classes.dim}>{t('token.secretHint')}</p> : null}
      </div>
      <div className={classes.form}>
        <PlanReview
          cluster={cluster}
          plan={loginPlan(input)}
          more={[
            lifetime === null ? readSecretCommand(namespace, account) : tokenCommand(namespace, account, lifetime, []),
          ]}
          fault={fault === undefined ? undefined : t('fault.first')}
          verb={t('login.make')}
          onDone={() => void makeToken()}
        />
        {problem === undefined ? null : <ProblemView problem={problemOfError(problem)} compact />}
        {made === undefined ? null : (
          <TokenResult key={made.token} cluster={cluster} namespace={namespace} account={account} made={made} />
        )}
      </div>
    </div>
  );
}
