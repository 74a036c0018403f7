import { accessPath } from '../../api/addresses.ts';
import { type Subject, subjectId } from '../../api/rbac/subject.ts';
import { AppLink } from '../app-link.tsx';
import { safeText } from '../safe-text.ts';
import { useWords } from '../use-words.ts';
import classes from './access.module.css';

/** Who somebody is, as a link to what they may do. */
export function SubjectName({
  cluster,
  subject,
  bare = false,
}: {
  readonly cluster: string;
  readonly subject: Subject;
  /** without its kind, where that stands beside it */
  readonly bare?: boolean;
}) {
  const t = useWords('access');
  const { kind, namespace, name } = subject;
  const words = safeText(namespace === '' ? name : `${namespace}/${name}`);
  return (
    <>
      {bare ? null : <span className={classes.kind}>{t(`subject.${kind}`)} </span>}
      <AppLink to={accessPath(cluster, { tab: 'subjects', subject: subjectId(subject) })} title={words}>
        {words}
      </AppLink>
    </>
  );
}
