import type { ExtraColumn } from '../define-kind.ts';
import { textsColumn } from '../row-columns.ts';
import { listField } from '../row-fields.ts';

const SERVICE = ['namespace', 'name'].map((part) => `webhooks[*].clientConfig.service.${part}`);
const URL_FIELD = 'webhooks[*].clientConfig.url';

/** Where an admission configuration sends its questions, and whether writes fail while nobody answers there. */
export const webhookColumns: readonly ExtraColumn[] = [
  {
    id: 'target',
    header: 'Target',
    title: 'list.target',
    fields: [...SERVICE, URL_FIELD],
    text: (view) => {
      const [namespaces, names] = SERVICE.map((path) => listField(view, path));
      const services = (names ?? []).flatMap((name, i) => (name === null ? [] : `${namespaces?.[i]}/${name}`));
      return [...new Set([...services, ...listField(view, URL_FIELD).filter(Boolean)])].join(', ');
    },
  },
  textsColumn('failure-policy', 'Failure Policy', 'list.failurePolicy', 'webhooks[*].failurePolicy'),
];
