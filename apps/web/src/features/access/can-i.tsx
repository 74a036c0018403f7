import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOfError } from '../../api/api-fetch.ts';
import { askReview } from '../../api/rbac/ask-review.ts';
import { judge } from '../../api/rbac/grants.ts';
import type { RbacSnapshot } from '../../api/rbac/rbac-snapshot.ts';
import { questionOf } from '../../api/rbac/resource-words.ts';
import type { RightQuestion } from '../../api/rbac/right-question.ts';
import type { Asker } from '../../api/rbac/subject.ts';
import { ChainWords } from '../../ui/access/chain-words.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from './access-page.module.css';
import { canICommand } from './can-i-command.ts';
import { QuestionForm, type TypedQuestion } from './question-form.tsx';

interface CanIProps {
  readonly cluster: string;
  readonly typed: TypedQuestion;
  /** somebody else, and the roles by which it is judged beside the API server's answer; undefined: the person */
  readonly other?: { readonly asker: Asker; readonly snapshot: RbacSnapshot };
}

/** Any question about rights, answered by the API server: the person's own, or somebody else's where that may be asked. */
export function CanI({ cluster, typed, other }: CanIProps) {
  const t = useWords('access');
  const [question, setQuestion] = useState<RightQuestion>();
  return (
    <section aria-label={t(other === undefined ? 'canI.title' : 'canI.other')} className={classes.section}>
      <h2>{t(other === undefined ? 'canI.title' : 'canI.other')}</h2>
      <QuestionForm
        key={JSON.stringify(typed)}
        cluster={cluster}
        label={t('canI.form')}
        typed={typed}
        ask={t('canI.ask')}
        onAsk={(asked) => setQuestion(questionOf(asked))}
      />
      {question === undefined ? null : <Answer cluster={cluster} question={question} other={other} />}
    </section>
  );
}

function Answer({
  cluster,
  question,
  other,
}: Pick<CanIProps, 'cluster'> & { readonly question: RightQuestion; readonly other: CanIProps['other'] }) {
  const t = useWords('access');
  const asker = other?.asker;
  const { data, error } = useQuery({
    queryKey: ['access', cluster, 'review', question, asker],
    queryFn: ({ signal }) => askReview(cluster, question, asker, signal),
    staleTime: 10_000,
    retry: false,
  });
  const verdict = other && judge(other.snapshot, other.asker, question);
  const command = canICommand(question, asker);
  const mayNotAsk = error !== null && problemOfError(error).status === 403;
  return (
    <div className={classes.answer} aria-live="polite">
      {data === undefined ? null : (
        <p>
          <HealthMark health={data.allowed ? 'ok' : 'failed'} label={t(data.allowed ? 'canI.yes' : 'canI.no')} />{' '}
          <span className={classes.dim}>{safeText([data.reason, data.fault].filter(Boolean).join(' · '))}</span>
        </p>
      )}
      {error === null ? null : mayNotAsk && other !== undefined ? (
        <p className={classes.dim}>{t('check.mayNot')}</p>
      ) : (
        <ProblemView compact problem={problemOfError(error)} />
      )}
      {verdict === undefined ? null : (
        <>
          <p>
            {t(verdict.allowed ? 'canI.byRoles' : 'canI.notByRoles')}
            {data !== undefined && data.allowed !== verdict.allowed ? ` ${t('check.differs')}` : ''}
          </p>
          <ul className={classes.plain}>
            {verdict.master ? <li>{t('who.master')}</li> : null}
            {verdict.chains.map((chain) => (
              <li key={`${chain.binding.kind}/${chain.binding.namespace}/${chain.binding.name}`}>
                <ChainWords cluster={cluster} chain={chain} />
              </li>
            ))}
          </ul>
        </>
      )}
      <p className={classes.command}>
        <code>{safeText(command)}</code>
        <CopyButton text={command} label={t('canI.copy')} />
      </p>
    </div>
  );
}
