import { accessPath } from '../../api/addresses.ts';
import { resourceWords } from '../../api/rbac/resource-words.ts';
import type { RightQuestion } from '../../api/rbac/right-question.ts';
import { subjectId } from '../../api/rbac/subject.ts';
import { useRbac } from '../../api/rbac/use-rbac.ts';
import { whoCan } from '../../api/rbac/who-can.ts';
import { AppLink } from '../app-link.tsx';
import { useWords } from '../use-words.ts';
import classes from './access.module.css';
import { ChainWords } from './chain-words.tsx';
import { GapNotice } from './gap-notice.tsx';
import { SubjectName } from './subject-name.tsx';

/** More stand in the explorer of rights. */
const MOST = 8;

/** Who holds a right that is missing, as far as the person may read roles and bindings; loaded lazily, hence the default export. */
export default function WhoHasIt({
  cluster,
  question,
}: {
  readonly cluster: string;
  readonly question: RightQuestion;
}) {
  const t = useWords('access');
  const namespace = 'path' in question ? undefined : question.namespace;
  const { snapshot } = useRbac(cluster, namespace === undefined ? null : [namespace]);
  if (snapshot === undefined) return <p className={classes.dim}>{t('reading')}</p>;
  const { holders, open } = whoCan(snapshot, question);
  return (
    <>
      <ul className={classes.holders} aria-label={t('who.title')}>
        {holders.slice(0, MOST).map(({ subject, chains: [chain] }) => (
          <li key={subjectId(subject)}>
            <SubjectName cluster={cluster} subject={subject} />
            {' – '}
            {chain === undefined ? t('who.master') : <ChainWords cluster={cluster} chain={chain} />}
          </li>
        ))}
      </ul>
      {open.length === 0 ? null : <p className={classes.dim}>{t('who.open', { count: open.length })}</p>}
      <GapNotice snapshot={snapshot} />
      <p className={classes.dim}>
        <AppLink to={accessPath(cluster, whoSearch(question))}>{t('who.all', { count: holders.length })}</AppLink>
      </p>
    </>
  );
}

/** The explorer's fields for a question. */
function whoSearch(question: RightQuestion): Readonly<Record<string, string | undefined>> {
  if ('path' in question) return { tab: 'who', verb: question.verb, what: question.path };
  const { verb, namespace, name } = question;
  return { tab: 'who', verb, what: resourceWords(question), ns: namespace, name };
}
