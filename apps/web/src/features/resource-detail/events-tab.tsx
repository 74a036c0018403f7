import type { DetailProps } from '../../kinds/define-kind.ts';
import { useWords } from '../../ui/use-words.ts';
import { EventsPanel } from './events-panel.tsx';
import { Panel } from './panel.tsx';
import { FamilyProvider } from './relations/family-provider.tsx';

/** More are of no use to a reader; the list of events has a filter. */
const MANY_EVENTS = 500;

/** All events of the object. */
export function EventsTab({ target, object }: DetailProps) {
  const t = useWords('detail');
  return (
    <FamilyProvider target={target} object={object}>
      <Panel title={t('panel.events')}>
        <EventsPanel target={target} object={object} limit={MANY_EVENTS} />
      </Panel>
    </FamilyProvider>
  );
}
