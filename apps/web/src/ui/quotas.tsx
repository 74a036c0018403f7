import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { problemOfError } from '../api/api-fetch.ts';
import { LIMIT_PARTS, type QuotaLine, readLimits, readQuotas } from '../api/read-quotas.ts';
import { ProblemView } from './problem-view.tsx';
import classes from './quotas.module.css';
import { safeText } from './safe-text.ts';
import { SimpleTable } from './simple-table.tsx';

const REFRESH_MS = 30_000;

/** What limits a namespace, and how much of it is used. */
export function Quotas({
  cluster,
  namespace,
  withQuotas = true,
  withLimits = true,
  tellProblems = false,
}: {
  readonly cluster: string;
  readonly namespace: string;
  /** false: the person may not list them */
  readonly withQuotas?: boolean;
  readonly withLimits?: boolean;
  /** says why they cannot be read, where nothing else does */
  readonly tellProblems?: boolean;
}) {
  const { t } = useTranslation('pages');
  const quotas = useQuery({
    queryKey: ['namespace-quotas', cluster, namespace],
    queryFn: ({ signal }) => readQuotas(cluster, namespace, signal),
    refetchInterval: REFRESH_MS,
    retry: false,
    enabled: withQuotas,
  });
  const limits = useQuery({
    queryKey: ['namespace-limits', cluster, namespace],
    queryFn: ({ signal }) => readLimits(cluster, namespace, signal),
    refetchInterval: REFRESH_MS,
    retry: false,
    enabled: withLimits,
  });
  const problems = tellProblems ? [quotas.error, limits.error].filter((error) => error !== null) : [];
  return (
    <>
      {problems.map((error) => {
        const problem = problemOfError(error);
        return <ProblemView key={problem.detail ?? problem.code} compact problem={problem} />;
      })}
      {quotas.data === undefined ? null : (
        <section className={classes.panel} aria-labelledby="namespace-quota">
          <h2 id="namespace-quota" className={classes.heading}>
            {t('namespace.quota')}
          </h2>
          {quotas.data.length === 0 ? <p className={classes.dim}>{t('namespace.noQuota')}</p> : null}
          {quotas.data.map(({ name, lines }) => (
            <div key={name} className={classes.quota}>
              <h3>{safeText(name)}</h3>
              {lines.map((line) => (
                <Line key={line.resource} line={line} />
              ))}
            </div>
          ))}
        </section>
      )}
      {limits.data === undefined || limits.data.length === 0 ? null : (
        <section className={classes.panel} aria-labelledby="namespace-limits">
          <h2 id="namespace-limits" className={classes.heading}>
            {t('namespace.limits')}
          </h2>
          <SimpleTable
            label={t('namespace.limits')}
            columns={['type', 'resource', ...LIMIT_PARTS].map((part) => t(`namespace.limit.${part}`))}
            rows={limits.data.map(({ range, type, resource, values }) => ({
              id: `${range}/${type}/${resource}`,
              cells: [type, resource, ...values].map((text) => safeText(text) || '–'),
            }))}
          />
        </section>
      )}
    </>
  );
}

function Line({ line }: { readonly line: QuotaLine }) {
  const { t } = useTranslation('pages');
  const { resource, used, hard, share } = line;
  const full = share === 1;
  const words = t('namespace.used', { used, hard });
  return (
    <div style={{ display: 'contents' }}>
      <span>{safeText(resource)}</span>
      <span className={classes.bar} aria-hidden="true" data-full={full || undefined}>
        <i style={{ width: `${(share ?? 0) * 100}%` }} />
      </span>
      <span className={classes.used}>
        {safeText(words)}
        {full ? ` · ${t('namespace.full')}` : ''}
      </span>
    </div>
  );
}
