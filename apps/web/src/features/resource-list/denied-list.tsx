import { Button, TextInput } from '@mantine/core';
import type { Problem } from '@quarterdeck/shared/problem';
import { useRouter } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listPath } from '../../api/addresses.ts';
import type { DiscoveredResource } from '../../api/kube-object.ts';
import { namespaceFault } from '../../api/namespace-name.ts';
import { useSession } from '../../api/use-session.ts';
import { forbiddenFacts } from '../../ui/forbidden-facts.ts';
import { NeededRoleDetails } from '../../ui/needed-role-details.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import classes from './denied-list.module.css';

export interface DeniedListProps {
  readonly cluster: string;
  readonly resource: DiscoveredResource;
  readonly title: string;
  readonly namespaces: readonly string[] | null;
  readonly problem: Problem | undefined;
}

/** The person may not list this: which right is missing, and where the rights that they have may reach. */
export default function DeniedList({ cluster, resource, title, namespaces, problem }: DeniedListProps) {
  const { t } = useTranslation('list');
  const user = useSession(cluster)?.user.name;
  if (problem !== undefined && problem.status !== 403) return <ProblemView problem={problem} />;
  const { group, namespaced } = resource;
  const facts = forbiddenFacts(problem?.detail);
  const right = {
    verb: facts?.verb ?? 'list',
    resource: facts?.resource ?? (group === '' ? resource.resource : `${resource.resource}.${group}`),
    namespaces: safeText(facts?.namespace ?? namespaces?.join(', ') ?? ''),
  };
  // a list that was not asked for, since it is known to be refused, is explained as the API server would have
  const [only, second] = namespaced ? (namespaces ?? []) : [];
  const where = only === undefined || second !== undefined ? {} : { namespace: only };
  const explained =
    facts ?? (user === undefined ? undefined : { user, verb: 'list', resource: right.resource, ...where });
  const scope = !namespaced ? 'needsCluster' : namespaces === null ? 'needsAll' : 'needsIn';
  return (
    <div className={classes.denied} role="alert">
      <Lock size={22} aria-hidden="true" className={classes.icon} />
      <div className={classes.words}>
        <p className={classes.title}>{t('denied.title', { kind: resource.resource })}</p>
        <p className={classes.why}>{t(`denied.${scope}`, right)}</p>
        {facts === undefined ? null : <p className={classes.who}>{t('denied.who', { user: safeText(facts.user) })}</p>}
        {namespaced ? <Elsewhere cluster={cluster} resource={resource} title={title} namespaces={namespaces} /> : null}
        {explained === undefined ? null : (
          <div>
            <NeededRoleDetails facts={explained} />
          </div>
        )}
        {problem?.detail === undefined ? null : (
          <details className={classes.details}>
            <summary>{t('problems:view.details')}</summary>
            <pre className={classes.raw}>{safeText(problem.detail)}</pre>
          </details>
        )}
      </div>
    </div>
  );
}

function Elsewhere({ cluster, resource, title, namespaces }: Omit<DeniedListProps, 'problem'>) {
  const { t } = useTranslation('list');
  const router = useRouter({ warn: false });
  const home = useSession(cluster)?.homeNamespace ?? undefined;
  const [typed, setTyped] = useState('');
  const goTo = (namespace: string) => router?.history.push(listPath(cluster, resource, [namespace]));
  const wanted = typed.trim();

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (namespaceFault(wanted) === undefined) goTo(wanted);
  }

  return (
    <>
      {home !== undefined && !namespaces?.includes(home) ? (
        <Button size="compact-sm" variant="filled" onClick={() => goTo(home)}>
          {t('denied.home', { kind: title, namespace: safeText(home) })}
        </Button>
      ) : null}
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          size="xs"
          label={t('denied.other')}
          value={typed}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button size="xs" variant="default" type="submit" disabled={namespaceFault(wanted) !== undefined}>
          {t('denied.go')}
        </Button>
      </form>
    </>
  );
}
