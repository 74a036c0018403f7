import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt } from '../../api/read-field.ts';
import { FoldText } from '../../ui/fold-text.tsx';
import { Moment } from '../../ui/moment.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { rowIds, SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';

/** Whether the object has conditions of the usual form (KEP-1623): a list of types and statuses. */
export function hasConditions(object: KubeObject): boolean {
  return listAt(object, 'status.conditions').some((item) => textAt(item, 'type') !== '');
}

/** The object's conditions; what they mean for its health is the kind's to say. */
export function ConditionsTable({ object }: { readonly object: KubeObject }) {
  const t = useWords('detail');
  const conditions = listAt(object, 'status.conditions').filter((item) => textAt(item, 'type') !== '');
  const ids = rowIds(conditions.map((condition) => textAt(condition, 'type')));
  return (
    <SimpleTable
      label={t('panel.conditions')}
      columns={['type', 'status', 'reason', 'message', 'since'].map((id) => t(`conditions.${id}`))}
      rows={conditions.map((condition, index) => {
        const message = textAt(condition, 'message');
        return {
          id: ids[index] ?? '',
          cells: [
            safeText(textAt(condition, 'type')),
            safeText(textAt(condition, 'status')),
            safeText(textAt(condition, 'reason')) || '–',
            message === '' ? '–' : <FoldText key="message" text={message} label={t('conditions.copy')} />,
            <Moment key="since" at={textAt(condition, 'lastTransitionTime') || textAt(condition, 'lastUpdateTime')} />,
          ],
        };
      })}
    />
  );
}
