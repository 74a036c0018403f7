import { textAt } from '../../api/read-field.ts';
import { HealthMark } from '../../ui/health-mark.tsx';
import { Moment } from '../../ui/moment.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import type { DetailProps } from '../define-kind.ts';
import { autoscalerSayings } from './autoscaler-sayings.ts';
import { type AutoscalerMetric, autoscalerState } from './autoscaler-state.ts';
import classes from './autoscaling.module.css';

/** By what an autoscaler scales, how far it is, and why it does not; loaded lazily, hence the default export (OPS-100, CTL-60). */
export default function AutoscalingSection({ object }: DetailProps) {
  const t = useWords('scale');
  const state = autoscalerState(object);
  const last = textAt(object, 'status.lastScaleTime');
  const { current, desired, min, max } = state;
  // 0 is what stands there until the metrics could be read for the first time
  const progress = current === desired ? 'steady' : desired === 0 ? 'undecided' : 'moving';
  return (
    <>
      <p className={classes.sentence} role="status">
        {t(`hpa.${progress}`, { count: current, desired, min, max })}
      </p>
      <ul className={classes.says} aria-label={t('hpa.says')}>
        {autoscalerSayings(state).map(({ says, health, values, words }) => (
          <li key={`${says} ${words}`}>
            <HealthMark health={health} label={safeText(t(`says.${says}`, { ...values }))} />
            {words === '' ? null : <code>{safeText(words)}</code>}
          </li>
        ))}
      </ul>
      {state.metrics.length === 0 ? (
        <p className={classes.dim}>{t('hpa.noMetrics')}</p>
      ) : (
        <SimpleTable
          label={t('hpa.metrics')}
          columns={['metric', 'of', 'current', 'target', 'wants'].map((name) => t(`hpa.column.${name}`))}
          rows={state.metrics.map((metric, index) => ({
            id: `${index}`,
            cells: [
              safeText(metric.name || metric.type),
              safeText(metric.of) || t(`hpa.type.${metric.type === 'External' ? 'external' : 'pods'}`),
              <Share key="share" metric={metric} />,
              metric.target === undefined
                ? '–'
                : t(`hpa.amount.${metric.target.kind}`, { amount: safeText(metric.target.text) }),
              metric.wants === undefined ? '–' : t('hpa.wants', { count: metric.wants }),
            ],
          }))}
        />
      )}
      <p className={classes.dim}>{t('hpa.how')}</p>
      {last === '' ? null : (
        <p className={classes.dim}>
          {t('hpa.last')} <Moment at={last} />
        </p>
      )}
    </>
  );
}

/** The current amount, and how much of the target that is. */
function Share({ metric: { current, share } }: { readonly metric: AutoscalerMetric }) {
  const t = useWords('scale');
  if (current === undefined) return t('hpa.unmeasured');
  return (
    <span className={classes.share}>
      <span>{safeText(current.text)}</span>
      {share === undefined ? null : (
        <span className={classes.bar} aria-hidden="true" data-over={share > 1.1 || undefined}>
          <i style={{ width: `${Math.min(100, share * 100)}%` }} />
        </span>
      )}
    </span>
  );
}
