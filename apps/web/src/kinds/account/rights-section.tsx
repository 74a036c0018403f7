import { accessPath } from '../../api/addresses.ts';
import { rightsOf } from '../../api/rbac/effective-rights.ts';
import { summedRisks } from '../../api/rbac/risk.ts';
import { ruledText } from '../../api/rbac/ruled-text.ts';
import { askerOf, type Subject, subjectId } from '../../api/rbac/subject.ts';
import { useRbac } from '../../api/rbac/use-rbac.ts';
import { ChainWords } from '../../ui/access/chain-words.tsx';
import { GapNotice } from '../../ui/access/gap-notice.tsx';
import { RiskMarks } from '../../ui/access/risk-marks.tsx';
import { AppLink } from '../../ui/app-link.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { rowIds, SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from '../containers/containers.module.css';
import type { DetailProps } from '../define-kind.ts';

const MOST = 40;

/** What a service account may do, rule by rule, and through which binding; loaded lazily, hence the default export. */
export default function RightsSection({ target }: DetailProps) {
  const t = useWords('access');
  const { cluster, namespace = '', name } = target;
  const { snapshot } = useRbac(cluster, [namespace]);
  if (snapshot === undefined) return <p className={classes.dim}>{t('reading')}</p>;
  const subject: Subject = { kind: 'ServiceAccount', namespace, name };
  const { rights } = rightsOf(snapshot, askerOf(subject));
  const risks = summedRisks(rights.flatMap((right) => right.risks));
  const shown = rights.slice(0, MOST);
  const texts = shown.map(({ rule }) => ruledText(rule));
  const ids = rowIds(shown.map(({ binding, rule }) => `${binding.namespace}/${binding.name} ${JSON.stringify(rule)}`));
  return (
    <>
      <RiskMarks risks={risks} />
      {rights.length === 0 ? (
        <p className={classes.dim}>{t('subjects.nothing')}</p>
      ) : (
        <SimpleTable
          label={t('granting.effective')}
          columns={[t('column.where'), t('column.verbs'), t('column.resource'), t('column.names'), t('column.via')]}
          rows={shown.map((right, index) => ({
            id: ids[index] ?? '',
            cells: [
              right.scope === '' ? t('everywhere') : safeText(right.scope),
              safeText(texts[index]?.verbs ?? ''),
              safeText(texts[index]?.what ?? ''),
              safeText(texts[index]?.names ?? ''),
              <ChainWords key="via" cluster={cluster} chain={right} />,
            ],
          }))}
        />
      )}
      <p className={classes.dim}>
        <AppLink to={accessPath(cluster, { tab: 'subjects', subject: subjectId(subject) })}>
          {rights.length > MOST ? t('granting.more', { count: rights.length - MOST }) : t('granting.explore')}
        </AppLink>
      </p>
      <GapNotice snapshot={snapshot} />
    </>
  );
}
