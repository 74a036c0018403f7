import type { KubeObject } from '../../../api/kube-object.ts';
import { listAt, numberAt, textAt } from '../../../api/read-field.ts';
import type { ConditionSense } from '../../../kinds/define-kind.ts';
import { FoldText } from '../../../ui/fold-text.tsx';
import { HealthMark } from '../../../ui/health-mark.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { safeText } from '../../../ui/safe-text.ts';
import { rowIds, SimpleTable } from '../../../ui/simple-table.tsx';
import { useWords } from '../../../ui/use-words.ts';
import { conditionMeaning } from './condition-health.ts';

/** Whether the object has conditions of the usual form (KEP-1623): a list of types and statuses. */
export function hasConditions(object: KubeObject): boolean {
  return listAt(object, 'status.conditions').some((item) => textAt(item, 'type') !== '');
}

interface ConditionsTableProps {
  readonly object: KubeObject;
  /** what the kind's file says of types of conditions */
  readonly senses?: Readonly<Record<string, ConditionSense>> | undefined;
}

/** The object's conditions, each with whether it is as it should be: some are good when they are False. */
export function ConditionsTable({ object, senses = {} }: ConditionsTableProps) {
  const t = useWords('detail');
  const words = useWords('object');
  const conditions = listAt(object, 'status.conditions').filter((item) => textAt(item, 'type') !== '');
  const beats = conditions.some((condition) => heartbeatOf(condition) !== '');
  const ids = rowIds(conditions.map((condition) => textAt(condition, 'type')));
  return (
    <SimpleTable
      label={t('panel.conditions')}
      columns={[
        ...['type', 'status', 'reason', 'message', 'since'].map((id) => t(`conditions.${id}`)),
        ...(beats ? [words('conditions.heartbeat')] : []),
      ]}
      rows={conditions.map((condition, index) => {
        const [message, type] = [textAt(condition, 'message'), textAt(condition, 'type')];
        const sense = Object.hasOwn(senses, type) ? senses[type] : undefined;
        return {
          id: ids[index] ?? '',
          cells: [
            safeText(type),
            <Status key="status" condition={condition} sense={sense} generation={object.metadata.generation} />,
            safeText(textAt(condition, 'reason')) || '–',
            message === '' ? '–' : <FoldText key="message" text={message} label={t('conditions.copy')} />,
            <Moment key="since" at={textAt(condition, 'lastTransitionTime') || textAt(condition, 'lastUpdateTime')} />,
            ...(beats ? [<Moment key="heartbeat" at={heartbeatOf(condition)} />] : []),
          ],
        };
      })}
    />
  );
}

/** When its writer last said so, changed or not: a node that has fallen silent is seen by it. */
function heartbeatOf(condition: unknown): string {
  return textAt(condition, 'lastHeartbeatTime') || textAt(condition, 'lastProbeTime');
}

function Status({
  condition,
  sense,
  generation,
}: {
  readonly condition: unknown;
  readonly sense: ConditionSense | undefined;
  readonly generation: number | undefined;
}) {
  const t = useWords('object');
  const [type = '', status = '', reason = ''] = ['type', 'status', 'reason'].map((field) => textAt(condition, field));
  const { health, inverted } = conditionMeaning({ type, status, reason }, sense);
  const text = inverted
    ? t(health === 'ok' ? 'conditions.goodWhenFalse' : 'conditions.badWhenTrue', { status: safeText(status) })
    : status;
  const observed = numberAt(condition, 'observedGeneration');
  return (
    <>
      {health === undefined ? safeText(status) : <HealthMark health={health} label={text} />}
      {observed !== undefined && generation !== undefined && observed < generation ? (
        <div>{t('conditions.older', { observed })}</div>
      ) : null}
    </>
  );
}
