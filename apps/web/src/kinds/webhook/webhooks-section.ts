import { listAt, textAt, textsAt } from '../../api/read-field.ts';
import type { Cell } from '../../ui/cell-view.tsx';
import { linkTo } from '../pointers.ts';
import { tableSection } from '../table-section.ts';

/** The webhooks of an admission configuration: what each is asked about, where it lives, and what happens when it is down. */
export const webhooksSection = tableSection({
  id: 'webhooks',
  columns: ['col.name', 'col.target', 'col.rules', 'col.failurePolicy', 'col.timeout'],
  rows: (configuration) =>
    listAt(configuration, 'webhooks').map((webhook): (Cell | readonly Cell[])[] => [
      textAt(webhook, 'name'),
      textAt(webhook, 'clientConfig.url') ||
        linkTo(
          '',
          'Service',
          textAt(webhook, 'clientConfig.service.name'),
          textAt(webhook, 'clientConfig.service.namespace'),
        ),
      listAt(webhook, 'rules').map(
        (rule) =>
          `${textsAt(rule, 'operations').join(',')} ${textsAt(rule, 'apiGroups').join(',') || '""'}/${textsAt(rule, 'resources').join(',')}`,
      ),
      textAt(webhook, 'failurePolicy'),
      textAt(webhook, 'timeoutSeconds'),
    ]),
});
