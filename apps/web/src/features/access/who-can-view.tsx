import { Button, Switch } from '@mantine/core';
import { useMemo, useState } from 'react';
import { questionOf } from '../../api/rbac/resource-words.ts';
import type { RightQuestion } from '../../api/rbac/right-question.ts';
import { subjectId } from '../../api/rbac/subject.ts';
import { useRbac } from '../../api/rbac/use-rbac.ts';
import { whoCan } from '../../api/rbac/who-can.ts';
import { ChainWords } from '../../ui/access/chain-words.tsx';
import { GapNotice } from '../../ui/access/gap-notice.tsx';
import { SubjectName } from '../../ui/access/subject-name.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { WindowTable } from '../../ui/window-table.tsx';
import type { AccessViewProps } from './access-fields.ts';
import classes from './access-page.module.css';
import { ChainDetails } from './chain-details.tsx';
import { QuestionForm } from './question-form.tsx';
import { type CrossCheck, useCrossCheck } from './use-cross-check.ts';

/** So many are asked about unasked; more only when the person says so. */
const FEW = 25;
const MOST_ASKED = 200;

/** Who may do something, and why: everybody whom a binding gives the right, with the binding, its role and the rule. */
export function WhoCanView({ cluster, namespaces, fields, onFields }: AccessViewProps) {
  const t = useWords('access');
  const typed = {
    verb: fields.verb ?? 'get',
    what: fields.what ?? '',
    namespace: fields.ns ?? '',
    name: fields.name ?? '',
  };
  const anywhere = fields.any === '1';
  const { verb, what, namespace, name } = typed;
  const question = useMemo(() => questionOf({ verb, what, namespace, name }), [verb, what, namespace, name]);
  const [any, setAny] = useState(anywhere);
  return (
    <>
      <p className={classes.dim}>{t('who.about')}</p>
      <QuestionForm
        key={JSON.stringify(typed)}
        cluster={cluster}
        label={t('who.form')}
        typed={typed}
        ask={t('who.ask')}
        onAsk={(asked) =>
          onFields({
            verb: asked.verb,
            what: asked.what,
            ns: asked.namespace,
            name: asked.name,
            any: any ? '1' : '',
            subject: '',
          })
        }
      >
        <Switch
          size="xs"
          className={classes.switch}
          label={t('who.anywhere')}
          checked={any}
          onChange={({ currentTarget }) => setAny(currentTarget.checked)}
        />
      </QuestionForm>
      {question === undefined ? null : (
        <Holders
          key={JSON.stringify([question, anywhere])}
          cluster={cluster}
          question={question}
          anywhere={anywhere}
          namespaces={namespace === '' ? namespaces : [namespace]}
        />
      )}
    </>
  );
}

function Holders({
  cluster,
  question,
  anywhere,
  namespaces,
}: {
  readonly cluster: string;
  readonly question: RightQuestion;
  readonly anywhere: boolean;
  readonly namespaces: readonly string[] | null;
}) {
  const t = useWords('access');
  const { snapshot } = useRbac(cluster, namespaces);
  const found = useMemo(() => snapshot && whoCan(snapshot, question, { anywhere }), [snapshot, question, anywhere]);
  const holders = found?.holders ?? [];
  const [wanted, setWanted] = useState(false);
  const [opened, setOpened] = useState<string>();
  const claims = holders.slice(0, MOST_ASKED).map(({ subject, chains: [chain] }) => ({
    subject,
    // what is asked of any namespace is asked of the one in which it was found
    question:
      'path' in question || !anywhere ? question : { ...question, namespace: chain?.binding.namespace || undefined },
  }));
  const checks = useCrossCheck(cluster, claims, wanted || holders.length <= FEW);
  if (snapshot === undefined || found === undefined) return <p className={classes.dim}>{t('reading')}</p>;
  const chosen = holders.find(({ subject }) => subjectId(subject) === opened);
  return (
    <section aria-label={t('who.title')} className={classes.section}>
      <h2>{t(snapshot.gaps.length === 0 ? 'who.count' : 'who.known', { count: holders.length })}</h2>
      <GapNotice snapshot={snapshot} />
      <WindowTable
        label={t('who.title')}
        columns={[
          { id: 'kind', header: t('column.kind'), least: 128, grows: 0 },
          { id: 'subject', header: t('column.subject'), least: 170, grows: 2 },
          { id: 'where', header: t('column.where'), least: 112, grows: 1 },
          { id: 'check', header: t('column.check'), least: 100, grows: 0 },
          { id: 'via', header: t('column.via'), least: 206, grows: 4 },
          { id: 'more', header: t('column.more'), least: 80, grows: 0 },
        ]}
        ids={holders.map(({ subject }) => subjectId(subject))}
        opened={opened}
        onOpen={setOpened}
        cells={(index) => {
          const holder = holders[index];
          if (holder === undefined) return [];
          const { subject, chains } = holder;
          const [chain] = chains;
          return [
            t(`subject.${subject.kind}`),
            <SubjectName key="subject" bare cluster={cluster} subject={subject} />,
            chain === undefined || chain.binding.namespace === '' ? t('everywhere') : safeText(chain.binding.namespace),
            <Check key="check" checks={checks} id={subjectId(subject)} />,
            chain === undefined ? t('who.master') : <ChainWords key="via" cluster={cluster} chain={chain} />,
            chains.length > 1 ? t('who.more', { count: chains.length - 1 }) : '',
          ];
        }}
      />
      <p className={classes.dim}>
        {t(`check.${checks.state}`)}
        {checks.state === 'off' && holders.length > FEW ? (
          <Button size="compact-xs" variant="default" onClick={() => setWanted(true)}>
            {t('check.ask', { count: Math.min(holders.length, MOST_ASKED) })}
          </Button>
        ) : null}
      </p>
      {chosen === undefined ? null : <ChainDetails cluster={cluster} chains={chosen.chains} />}
      {found.open.length === 0 ? null : (
        <>
          <h3>{t('who.openTitle', { count: found.open.length })}</h3>
          <ul className={classes.plain}>
            {found.open.slice(0, 50).map((grant) => (
              <li key={`${subjectId(grant.subject)} ${grant.binding.namespace}/${grant.binding.name}`}>
                <SubjectName cluster={cluster} subject={grant.subject} /> –{' '}
                <ChainWords cluster={cluster} chain={grant} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Check({ checks, id }: { readonly checks: CrossCheck; readonly id: string }) {
  const t = useWords('access');
  const answer = checks.answers.get(id);
  if (answer === undefined) return <span>–</span>;
  return <HealthMark health={answer ? 'ok' : 'warning'} label={t(answer ? 'check.agrees' : 'check.says')} />;
}
