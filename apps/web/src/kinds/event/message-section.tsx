import { parseApiVersion } from '@quarterdeck/shared/resource-path';
import { textAt, valueAt } from '../../api/read-field.ts';
import { CellView } from '../../ui/cell-view.tsx';
import { type FactItem, FactList } from '../../ui/fact-list.tsx';
import { FoldText } from '../../ui/fold-text.tsx';
import { Moment } from '../../ui/moment.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import type { DetailProps } from '../define-kind.ts';
import { linkTo } from '../pointers.ts';

/** What an event says, word by word, whichever API group tells it; loaded lazily, hence the default export. */
export default function MessageSection({ target, object }: DetailProps) {
  const words = useWords('sections');
  const either = (...paths: readonly string[]) => paths.map((path) => textAt(object, path)).find(Boolean) ?? '';
  const message = either('message', 'note');
  const text = (id: string, value: string): FactItem[] =>
    value === '' ? [] : [{ id, label: words(`event.${id}`), value: safeText(value) }];
  const moment = (id: string, value: string): FactItem[] =>
    value === '' ? [] : [{ id, label: words(`event.${id}`), value: <Moment at={value} /> }];
  const about = valueAt(object, 'involvedObject') === undefined ? 'regarding' : 'involvedObject';
  const related = textAt(object, 'related.kind');
  const { group } = parseApiVersion(textAt(object, 'related.apiVersion'));
  return (
    <FactList
      items={[
        {
          id: 'message',
          label: words('event.message'),
          value: message === '' ? '–' : <FoldText text={message} label={words('event.copy')} />,
        },
        ...text('action', textAt(object, 'action')),
        ...(related === ''
          ? []
          : [
              {
                id: 'related',
                label: words('event.related'),
                value: (
                  <span>
                    {safeText(related)}{' '}
                    <CellView
                      cell={linkTo(group, related, textAt(object, 'related.name'), textAt(object, 'related.namespace'))}
                      cluster={target.cluster}
                    />
                  </span>
                ),
              },
            ]),
        ...text('apiVersion', textAt(object, `${about}.apiVersion`)),
        ...text('uid', textAt(object, `${about}.uid`)),
        ...text('resourceVersion', textAt(object, `${about}.resourceVersion`)),
        ...moment('eventTime', textAt(object, 'eventTime')),
        ...moment('first', either('firstTimestamp', 'deprecatedFirstTimestamp')),
        ...moment('last', either('lastTimestamp', 'deprecatedLastTimestamp', 'series.lastObservedTime')),
        ...text('count', either('count', 'deprecatedCount', 'series.count')),
        ...text(
          'component',
          either('reportingComponent', 'reportingController', 'source.component', 'deprecatedSource.component'),
        ),
        ...text('instance', either('reportingInstance', 'source.host', 'deprecatedSource.host')),
      ]}
    />
  );
}
