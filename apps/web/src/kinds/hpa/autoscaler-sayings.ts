import { numberAt, textAt } from '../../api/read-field.ts';
import type { Health } from '../define-kind.ts';
import type { AutoscalerCondition, AutoscalerState } from './autoscaler-state.ts';

/** One thing that an autoscaler says of itself. */
interface Saying {
  /** end of i18n key `scale:says.…` */
  readonly says: string;
  readonly health: Health;
  readonly values: Readonly<Record<string, unknown>>;
  /** the controller's own words where ours leave something out; "" otherwise */
  readonly words: string;
}

/** Seconds that a recommendation to have fewer is waited with, where `behavior` says nothing. */
const DOWN_WINDOW = 300;

/** What each reason of a condition means, and how well that is; its type and status say the rest. */
const REASONS: Readonly<Record<string, readonly [says: string, health: Health]>> = {
  FailedGetScale: ['noScale', 'failed'],
  FailedUpdateScale: ['noUpdate', 'failed'],
  BackoffBoth: ['backOff', 'progressing'],
  BackoffDownscale: ['backOff', 'progressing'],
  BackoffUpscale: ['backOff', 'progressing'],
  ScaleDownStabilized: ['downWindow', 'progressing'],
  ScaleUpStabilized: ['upWindow', 'progressing'],
  ReadyForNewScale: ['able', 'ok'],
  SucceededGetScale: ['able', 'ok'],
  SucceededRescale: ['rescaled', 'ok'],
  ScalingDisabled: ['disabled', 'stopped'],
  InvalidSelector: ['selector', 'failed'],
  AmbiguousSelector: ['ambiguous', 'failed'],
  InvalidMetricSourceType: ['metric', 'failed'],
  ValidMetricFound: ['measures', 'ok'],
  TooManyReplicas: ['atMost', 'warning'],
  TooFewReplicas: ['atLeast', 'ok'],
  ScaleUpLimit: ['upRate', 'progressing'],
  ScaleDownLimit: ['downRate', 'progressing'],
  DesiredWithinRange: ['within', 'ok'],
};

/** Why a metric could not be read, by the controller's words: those of v1.20 and those of today. */
const METRIC_FAULTS: readonly (readonly [pattern: RegExp, says: string])[] = [
  [/missing request for (?<resource>\S+)(?: in container (?<container>\S+) of Pod (?<pod>\S+))?/, 'noRequest'],
  [/no custom metrics API|(?:get \S*\.)?custom\.metrics\.k8s\.io\) *registered/, 'noCustom'],
  [/no external metrics API|could not find the requested resource \(get \S*external\.metrics\.k8s\.io\)/, 'noExternal'],
  [
    /could not find the requested resource \(get pods\.metrics\.k8s\.io\)|no matches for .*metrics\.k8s\.io/,
    'noMetrics',
  ],
  [/is forbidden/, 'forbidden'],
  [/currently unable to handle the request|connection refused|i\/o timeout|context deadline exceeded/, 'metricsDown'],
  [/did not receive metrics for (?:any|targeted)/, 'notReady'],
  [/no pods returned by selector/, 'noPods'],
  [/no metrics returned|no metrics known|no metrics available/, 'noneYet'],
];

/** What the conditions of an autoscaler say in words, what keeps it from scaling before the rest. */
export function autoscalerSayings(state: AutoscalerState): readonly Saying[] {
  if (state.conditions.length === 0) return [{ says: 'unseen', health: 'progressing', values: {}, words: '' }];
  const says = state.conditions.map((condition) => sayingOf(condition, state));
  const off = (['scaleUp', 'scaleDown'] as const)
    .filter((way) => textAt(state.behavior, `${way}.selectPolicy`) === 'Disabled')
    .map((way): Saying => ({ says: `${way}Off`, health: 'stopped', values: {}, words: '' }));
  const rank: readonly Health[] = ['failed', 'warning', 'stopped', 'progressing', 'unknown', 'ok'];
  return [...says, ...off].sort((a, b) => rank.indexOf(a.health) - rank.indexOf(b.health));
}

function sayingOf(condition: AutoscalerCondition, state: AutoscalerState): Saying {
  const { type, status, reason, message } = condition;
  const known = Object.hasOwn(REASONS, reason) ? REASONS[reason] : undefined;
  const values = {
    type,
    reason,
    min: state.min,
    max: state.max,
    desired: state.desired,
    seconds: numberAt(state.behavior, 'scaleDown.stabilizationWindowSeconds') ?? DOWN_WINDOW,
    upSeconds: numberAt(state.behavior, 'scaleUp.stabilizationWindowSeconds') ?? 0,
  };
  if (type === 'ScalingActive' && status === 'False' && (known === undefined || reason === 'InvalidMetricSourceType'))
    return { ...metricFault(message, values), words: message };
  if (known !== undefined) {
    const [says, health] = known;
    return { says, health, values, words: health === 'failed' ? message : '' };
  }
  const bad = type === 'ScalingLimited' ? 'True' : 'False';
  return { says: 'other', health: status === bad ? 'warning' : 'ok', values, words: message };
}

function metricFault(message: string, values: Saying['values']): Omit<Saying, 'words'> {
  for (const [pattern, says] of METRIC_FAULTS) {
    const match = pattern.exec(message);
    if (match === null) continue;
    const named = Object.entries(match.groups ?? {}).filter(([, text]) => text !== undefined);
    const where = match.groups?.['container'] === undefined ? '' : 'In';
    return { says: says + where, health: 'warning', values: { ...values, ...Object.fromEntries(named) } };
  }
  return { says: 'metric', health: 'warning', values };
}
