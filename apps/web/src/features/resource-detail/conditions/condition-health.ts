import type { ConditionSense, Health } from '../../../kinds/define-kind.ts';

/** What a condition says of the object. */
export interface ConditionMeaning {
  /** undefined: neither good nor bad */
  readonly health: Health | undefined;
  /** it is good although it is False, or bad although it is True: that must be said */
  readonly inverted: boolean;
}

/**
 * Types of conditions that are good when they are False, as controllers commonly name them (Kubernetes API conventions leave the
 * polarity to the type; kstatus has Stalled and Reconciling).
 */
const BAD_WHEN_TRUE =
  /(?:pressure|failure|failed|failing|error|errors|unavailable|degraded|stalled|conflict|conflicts|violation|violations|nonstructuralschema|disrupted|disruptiontarget|deadlock|readonlyfilesystem|corruptdockeroverlay2|outofsync|notready|unhealthy|expired|denied|invalid|limited|danglingreference|blocked)$/i;
const IN_PROGRESS_WHEN_TRUE =
  /^(?:reconciling|resizing|filesystemresizepending|terminating|issuing|updating|upgrading)$/i;
const NEUTRAL =
  /^(?:suspended|scalinglimited|namespacecontentremaining|namespacefinalizersremaining|disruptionallowed)$/i;
/** It is over: that nothing is ready any more is no fault. */
const OVER = new Set(['PodCompleted', 'Completed']);

function senseOf(type: string): ConditionSense | 'progress' {
  if (NEUTRAL.test(type)) return 'neutral';
  if (IN_PROGRESS_WHEN_TRUE.test(type)) return 'progress';
  return BAD_WHEN_TRUE.test(type) ? 'bad' : 'good';
}

/** Whether a condition is as it should be. `sense` is what the kind's file says of the type. */
export function conditionMeaning(
  { type, status, reason }: { readonly type: string; readonly status: string; readonly reason: string },
  sense: ConditionSense | undefined,
): ConditionMeaning {
  const known = sense ?? senseOf(type);
  if (status === 'Unknown') return { health: 'unknown', inverted: false };
  if ((status !== 'True' && status !== 'False') || known === 'neutral') return { health: undefined, inverted: false };
  if (known === 'progress') return { health: status === 'True' ? 'progressing' : undefined, inverted: false };
  if (status === 'False' && OVER.has(reason)) return { health: 'stopped', inverted: false };
  const isGood = (status === 'True') === (known === 'good');
  return { health: isGood ? 'ok' : 'warning', inverted: known === 'bad' };
}
