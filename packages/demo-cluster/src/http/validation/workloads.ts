import { isJsonObject, objectsIn, textAt, valueAt } from '../../json-value.ts';
import type { FieldFault } from '../../status-error.ts';
import type { DemoObject } from '../../store.ts';
import { forbidden, notNegative, oneOf, required, unsupported, wrong, wrongs } from './faults.ts';
import { annotationFaults, labelFaults, selectorFaults } from './metadata.ts';
import { not } from './names.ts';
import { podSpecFaults } from './pod-spec.ts';

const spec = (object: DemoObject, ...path: string[]) => valueAt(object, 'spec', ...path);
const isEmptySelector = (selector: unknown) =>
  isJsonObject(selector) &&
  Object.keys((selector['matchLabels'] as object | undefined) ?? {}).length === 0 &&
  objectsIn(selector, 'matchExpressions').length === 0;

/** Whether labels match the equality part and the expressions of a selector. */
function selects(selector: unknown, labels: unknown): boolean {
  const wanted = valueAt(selector, 'matchLabels');
  if (Object.entries(isJsonObject(wanted) ? wanted : {}).some(([key, value]) => valueAt(labels, key) !== value))
    return false;
  return objectsIn(selector, 'matchExpressions').every((expression) => {
    const value = valueAt(labels, textAt(expression, 'key'));
    const values = valueAt(expression, 'values');
    const listed = Array.isArray(values) && values.includes(value);
    switch (textAt(expression, 'operator')) {
      case 'In':
        return listed;
      case 'NotIn':
        return !listed;
      case 'Exists':
        return value !== undefined;
      case 'DoesNotExist':
        return value === undefined;
      default:
        return true;
    }
  });
}

/** A template that is kept running: its selector must select it, and its pods start again. */
function templateFaults(object: DemoObject, owner: string, claims: readonly string[] = []): FieldFault[] {
  const at = 'spec.template';
  const template = spec(object, 'template');
  const labels = valueAt(template, 'metadata', 'labels');
  const selector = spec(object, 'selector');
  const faults: FieldFault[] = [];
  if (!isJsonObject(selector) || isEmptySelector(selector) || !selects(selector, labels))
    if (!isJsonObject(selector) || !isEmptySelector(selector))
      faults.push(wrong(`${at}.metadata.labels`, labels ?? null, '`selector` does not match template `labels`'));
  faults.push(
    ...labelFaults(labels, `${at}.labels`),
    ...annotationFaults(valueAt(template, 'metadata', 'annotations'), `${at}.annotations`),
    ...podSpecFaults(valueAt(template, 'spec'), `${at}.spec`, claims),
  );
  const policy = valueAt(template, 'spec', 'restartPolicy');
  if (policy !== 'Always' && policy !== undefined && ['OnFailure', 'Never'].includes(String(policy)))
    faults.push(unsupported(`${at}.spec.restartPolicy`, policy, ['Always']));
  if (valueAt(template, 'spec', 'activeDeadlineSeconds') !== undefined)
    faults.push(forbidden(`${at}.spec.activeDeadlineSeconds`, `activeDeadlineSeconds in ${owner} is not Supported`));
  return faults;
}

/** `required`, with the words for a selector that selects everything. */
function workloadSelector(object: DemoObject, kind: string): FieldFault[] {
  const selector = spec(object, 'selector');
  if (!isJsonObject(selector)) return [required('spec.selector')];
  const faults = selectorFaults(selector, 'spec.selector');
  if (faults.length > 0) return [...faults, wrong('spec.selector', selector, 'invalid label selector')];
  return isEmptySelector(selector) ? [wrong('spec.selector', selector, `empty selector is invalid for ${kind}`)] : [];
}

const counts = (object: DemoObject, ...fields: string[]) =>
  fields.flatMap((field) => notNegative(`spec.${field}`, spec(object, field)));

export function deploymentFaults(object: DemoObject): FieldFault[] {
  const deadline = spec(object, 'progressDeadlineSeconds');
  const ready = Number(spec(object, 'minReadySeconds') ?? 0);
  return [
    ...counts(object, 'replicas'),
    ...workloadSelector(object, 'deployment'),
    ...templateFaults(object, 'ReplicaSet'),
    ...rollingFaults(object),
    ...counts(object, 'minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds'),
    ...(typeof deadline === 'number' && deadline >= 0 && deadline <= ready
      ? [wrong('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds')]
      : []),
  ];
}

function rollingFaults(object: DemoObject): FieldFault[] {
  const strategy = spec(object, 'strategy');
  const type = textAt(strategy, 'type');
  const at = 'spec.strategy';
  if (type === 'Recreate')
    return valueAt(strategy, 'rollingUpdate') === undefined
      ? []
      : [forbidden(`${at}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")];
  if (type !== 'RollingUpdate') return [unsupported(at, strategy, ['Recreate', 'RollingUpdate'])];
  const surge = valueAt(strategy, 'rollingUpdate', 'maxSurge');
  const unavailable = valueAt(strategy, 'rollingUpdate', 'maxUnavailable');
  const none = (value: unknown) => value === 0 || value === '0%';
  return [
    ...countOrPercent(`${at}.rollingUpdate.maxUnavailable`, unavailable),
    ...countOrPercent(`${at}.rollingUpdate.maxSurge`, surge),
    ...(none(surge) && none(unavailable)
      ? [wrong(`${at}.rollingUpdate.maxUnavailable`, unavailable, 'may not be 0 when `maxSurge` is 0')]
      : []),
    ...atMostAll(`${at}.rollingUpdate.maxUnavailable`, unavailable),
  ];
}

function countOrPercent(field: string, value: unknown): FieldFault[] {
  return typeof value === 'string' ? wrongs(field, value, not('percent', value)) : notNegative(field, value);
}

function atMostAll(field: string, value: unknown): FieldFault[] {
  const over = typeof value === 'string' && /^\d+%$/.test(value) && Number(value.slice(0, -1)) > 100;
  return over ? [wrong(field, value, 'must not be greater than 100%')] : [];
}

export function replicaSetFaults(object: DemoObject): FieldFault[] {
  return [
    ...counts(object, 'replicas', 'minReadySeconds'),
    ...workloadSelector(object, 'replicaset'),
    ...templateFaults(object, 'ReplicaSet'),
  ];
}

export function daemonSetFaults(object: DemoObject): FieldFault[] {
  const type = spec(object, 'updateStrategy', 'type');
  return [
    ...(isJsonObject(spec(object, 'selector')) ? workloadSelector(object, 'daemonset') : []),
    ...templateFaults(object, 'DaemonSet'),
    ...counts(object, 'minReadySeconds', 'revisionHistoryLimit'),
    ...(type === 'RollingUpdate' || type === 'OnDelete'
      ? []
      : [unsupported('spec.updateStrategy', spec(object, 'updateStrategy'), ['RollingUpdate', 'OnDelete'])]),
  ];
}

export function statefulSetFaults(object: DemoObject): FieldFault[] {
  const policy = spec(object, 'podManagementPolicy');
  const strategy = spec(object, 'updateStrategy');
  const type = valueAt(strategy, 'type');
  const claims = objectsIn(object, 'spec', 'volumeClaimTemplates').map((claim) => textAt(claim, 'metadata', 'name'));
  return [
    ...(policy === 'OrderedReady' || policy === 'Parallel'
      ? []
      : [wrong('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'")]),
    ...(type === 'RollingUpdate' || type === 'OnDelete'
      ? []
      : [wrong('spec.updateStrategy', strategy, "must be 'RollingUpdate' or 'OnDelete'")]),
    ...(type === 'OnDelete' && valueAt(strategy, 'rollingUpdate') !== undefined
      ? [
          wrong(
            'spec.updateStrategy.rollingUpdate',
            valueAt(strategy, 'rollingUpdate'),
            "only allowed for updateStrategy 'RollingUpdate'",
          ),
        ]
      : []),
    ...notNegative('spec.updateStrategy.rollingUpdate.partition', valueAt(strategy, 'rollingUpdate', 'partition')),
    ...counts(object, 'replicas', 'minReadySeconds'),
    ...workloadSelector(object, 'statefulset'),
    ...templateFaults(object, 'StatefulSet', claims),
  ];
}

/** A template whose pods come to an end. `inside` a CronJob there is no selector. */
function jobSpecFaults(job: unknown, at: string, inside: boolean): FieldFault[] {
  const fields = ['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished'];
  const template = valueAt(job, 'template');
  const podFaults = podSpecFaults(valueAt(template, 'spec'), `${at}.template.spec`);
  const policy = valueAt(template, 'spec', 'restartPolicy');
  const labels = valueAt(template, 'metadata', 'labels');
  const selector = valueAt(job, 'selector');
  const restarts = policy === undefined || policy === '' || policy === 'Always';
  return [
    ...fields.flatMap((field) => notNegative(`${at}.${field}`, valueAt(job, field))),
    ...(!inside && isJsonObject(selector) && !selects(selector, labels)
      ? [
          ...(valueAt(job, 'manualSelector') === true
            ? []
            : [wrong(`${at}.selector`, selector, '`selector` not auto-generated')]),
          wrong(`${at}.template.metadata.labels`, labels ?? null, '`selector` does not match template `labels`'),
        ]
      : []),
    ...podFaults,
    ...(restarts ? [required(`${at}.template.spec.restartPolicy`, 'valid values: "OnFailure", "Never"')] : []),
    ...oneOf(`${at}.completionMode`, valueAt(job, 'completionMode'), ['Indexed', 'NonIndexed']),
    ...(valueAt(job, 'completionMode') === 'Indexed' && valueAt(job, 'completions') === undefined
      ? [required(`${at}.completions`, 'when completion mode is Indexed')]
      : []),
  ];
}

export const jobFaults = (object: DemoObject) => jobSpecFaults(object['spec'], 'spec', false);

const SCHEDULE_FIELDS = [
  ['minute', 0, 59],
  ['hour', 0, 23],
  ['day of month', 1, 31],
  ['month', 1, 12],
  ['day of week', 0, 6],
] as const;

/** The words of the cron parser for a schedule that it cannot read. */
function scheduleFault(schedule: string): string | undefined {
  if (/^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly|every .+)$/.test(schedule)) return undefined;
  if (schedule.startsWith('@')) return `unrecognized descriptor: ${schedule}`;
  const parts = schedule.trim().split(/\s+/);
  if (parts.length !== 5) return `expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`;
  for (const [index, [, low, high]] of SCHEDULE_FIELDS.entries()) {
    for (const item of (parts[index] ?? '').split(',')) {
      const [range = '', step] = item.split('/');
      if (step !== undefined && !/^\d+$/.test(step))
        return `failed to parse int from ${step}: strconv.Atoi: parsing "${step}": invalid syntax`;
      if (range === '*' || range === '?') continue;
      for (const bound of range.split('-')) {
        if (/^(?:[a-z]{3})$/i.test(bound) && index >= 3) continue;
        if (!/^\d+$/.test(bound))
          return `failed to parse int from ${bound}: strconv.Atoi: parsing "${bound}": invalid syntax`;
        const number = Number(bound);
        if (number < low) return `beginning of range (${number}) below minimum (${low}): ${item}`;
        if (number > high) return `end of range (${number}) above maximum (${high}): ${item}`;
      }
    }
  }
  return undefined;
}

export function cronJobFaults(object: DemoObject): FieldFault[] {
  const schedule = textAt(object, 'spec', 'schedule');
  const why = scheduleFault(schedule);
  return [
    ...(schedule === ''
      ? [required('spec.schedule')]
      : why === undefined
        ? []
        : [wrong('spec.schedule', schedule, why)]),
    ...counts(object, 'startingDeadlineSeconds'),
    ...oneOf('spec.concurrencyPolicy', spec(object, 'concurrencyPolicy'), ['Allow', 'Forbid', 'Replace']),
    ...jobSpecFaults(spec(object, 'jobTemplate', 'spec'), 'spec.jobTemplate.spec', true),
    ...counts(object, 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit'),
  ];
}

export function budgetFaults(object: DemoObject): FieldFault[] {
  const least = spec(object, 'minAvailable');
  const most = spec(object, 'maxUnavailable');
  if (least !== undefined && most !== undefined)
    return [wrong('spec', object['spec'], 'minAvailable and maxUnavailable cannot be both set')];
  return [
    ...countOrPercent('spec.minAvailable', least),
    ...atMostAll('spec.minAvailable', least),
    ...countOrPercent('spec.maxUnavailable', most),
    ...atMostAll('spec.maxUnavailable', most),
    ...selectorFaults(spec(object, 'selector'), 'spec.selector'),
  ];
}

export function autoscalerFaults(object: DemoObject): FieldFault[] {
  const least = spec(object, 'minReplicas');
  const most = spec(object, 'maxReplicas') ?? 0;
  const faults: FieldFault[] = [];
  if (typeof least === 'number' && least < 1)
    faults.push(wrong('spec.minReplicas', least, 'must be greater than or equal to 1'));
  if (typeof most === 'number' && most < 1) faults.push(wrong('spec.maxReplicas', most, 'must be greater than 0'));
  if (typeof least === 'number' && typeof most === 'number' && most < least)
    faults.push(wrong('spec.maxReplicas', most, 'must be greater than or equal to `minReplicas`'));
  for (const field of ['kind', 'name'])
    if (textAt(object, 'spec', 'scaleTargetRef', field) === '') faults.push(required(`spec.scaleTargetRef.${field}`));
  objectsIn(object, 'spec', 'metrics').forEach((metric, index) => {
    const at = `spec.metrics[${index}].resource.target.averageUtilization`;
    const share = valueAt(metric, 'resource', 'target', 'averageUtilization');
    if (typeof share === 'number' && share < 1) faults.push(wrong(at, share, 'must be greater than 0'));
  });
  if (least === 0)
    faults.push(
      forbidden(
        'spec.metrics',
        'must specify at least one Object or External metric to support scaling to zero replicas',
      ),
    );
  return faults;
}
