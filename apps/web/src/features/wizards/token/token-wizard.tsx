import { useState } from 'react';
import { problemOfError } from '../../../api/api-fetch.ts';
import { useNamespaces } from '../../../api/use-namespaces.ts';
import { writeYaml } from '../../../api/writes/write-yaml.ts';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { useWords } from '../../../ui/use-words.ts';
import { ChipInput } from '../chip-input.tsx';
import { PlanReview } from '../plan/plan-review.tsx';
import { accountNameFault, namespaceNameFault } from '../rbac-names.ts';
import { TextField } from '../text-field.tsx';
import { useNames } from '../use-names.ts';
import type { WizardProps } from '../wizard-props.ts';
import classes from '../wizards.module.css';
import { LifetimeField } from './lifetime-field.tsx';
import { RequestReview } from './request-review.tsx';
import {
  type MadeToken,
  readSecretCommand,
  readSecretToken,
  requestToken,
  tokenCommand,
  tokenRequest,
  tokenSecretPlan,
} from './token-request.ts';
import { TokenResult } from './token-result.tsx';

/** A token for a ServiceAccount that is there (OPS-017): by TokenRequest with an end, or by a Secret without one. */
export function TokenWizard({ cluster, start }: WizardProps) {
  const t = useWords('wizards');
  const [namespace, setNamespace] = useState(start['namespace'] ?? '');
  const [account, setAccount] = useState(start['name'] ?? '');
  const [lifetime, setLifetime] = useState<number | null>(8 * 3600);
  const [audiences, setAudiences] = useState<readonly string[]>([]);
  const [made, setMade] = useState<MadeToken>();
  const [problem, setProblem] = useState<unknown>();
  const namespaces = useNamespaces(cluster, { enabled: true });
  const accounts = useNames(
    cluster,
    namespaceNameFault(namespace) === undefined ? `/api/v1/namespaces/${namespace}/serviceaccounts` : undefined,
  );
  const wrong = namespaceNameFault(namespace) ?? accountNameFault(account);
  const fault = wrong === undefined ? undefined : t('fault.first');

  async function make(): Promise<void> {
    setProblem(undefined);
    try {
      const found =
        lifetime === null
          ? await readSecretToken(cluster, namespace, account)
          : await requestToken(cluster, namespace, account, tokenRequest(lifetime, audiences));
      if (found === undefined) setProblem(new Error(t('token.notFilled')));
      else setMade(found);
    } catch (error) {
      setProblem(error);
    }
  }

  return (
    <div className={classes.columns}>
      <div className={classes.form}>
        <TextField
          label={t('field.namespace')}
          value={namespace}
          suggestions={namespaces.names ?? []}
          onChange={setNamespace}
        />
        <TextField label={t('field.account')} value={account} suggestions={accounts} onChange={setAccount} />
        <LifetimeField value={lifetime} onChange={setLifetime} />
        {lifetime === null ? (
          <p className={classes.dim}>{t('token.secretHint')}</p>
        ) : (
          <ChipInput
            label={t('token.audiences')}
            description={t('token.audiencesHint')}
            values={audiences}
            onChange={setAudiences}
          />
        )}
        <p className={classes.dim}>{t('token.hint')}</p>
      </div>
      <div className={classes.form}>
        {lifetime === null ? (
          <PlanReview
            cluster={cluster}
            plan={[tokenSecretPlan(namespace, account)]}
            more={[readSecretCommand(namespace, account)]}
            fault={fault}
            verb={t('token.make')}
            onDone={() => void make()}
          />
        ) : (
          <RequestReview
            yaml={writeYaml(tokenRequest(lifetime, audiences))}
            command={tokenCommand(namespace, account, lifetime, audiences)}
            fault={fault}
            verb={t('token.make')}
            run={make}
          />
        )}
        {problem === undefined ? null : <ProblemView problem={problemOfError(problem)} compact />}
        {problem !== undefined && lifetime !== null && problemOfError(problem).status === 404 ? (
          <p className={classes.dim}>{t('token.noRequest')}</p>
        ) : null}
        {made === undefined ? null : (
          <TokenResult key={made.token} cluster={cluster} namespace={namespace} account={account} made={made} />
        )}
      </div>
    </div>
  );
}
