import { LogIn } from 'lucide-react';
import { listAt, textAt, textsAt } from '../api/read-field.ts';
import { defineKind, type Health, type RowView } from './define-kind.ts';
import { linkTo } from './pointers.ts';
import { names } from './relation.ts';
import { isOlder, listField } from './row-fields.ts';
import { tableSection } from './table-section.ts';

const TLS = 'spec.tls[*].hosts';
/** A controller that takes an ingress says so by an address, most of them within a minute. */
const TAKEN_SECONDS = 300;

export default defineKind({
  resources: ['networking.k8s.io/v1/ingresses', 'networking.k8s.io/v1beta1/ingresses', 'extensions/v1beta1/ingresses'],
  group: 'network',
  order: 20,
  icon: LogIn,
  goKey: 'i',
  statusColumn: 'Address',
  columns: [
    {
      id: 'hosts',
      header: 'Hosts',
      fields: [TLS],
      text: (view) => view.cell('Hosts'),
      link: (view) => {
        const [host = '', ...others] = view.cell('Hosts').split(',');
        const scheme = listField(view, TLS).flat().includes(host) ? 'https' : 'http';
        return others.length === 0 && /^[\w.-]+$/.test(host) ? `${scheme}://${host}/` : undefined;
      },
    },
  ],
  health,
  facts: (ingress) => [
    {
      label: 'fact.ingressClass',
      value: linkTo('networking.k8s.io', 'IngressClass', textAt(ingress, 'spec.ingressClassName')),
    },
    {
      label: 'fact.externalAddress',
      value: listAt(ingress, 'status.loadBalancer.ingress').map(
        (item) => textAt(item, 'ip') || textAt(item, 'hostname'),
      ),
    },
    {
      label: 'fact.defaultBackend',
      value: linkTo('', 'Service', textAt(ingress, 'spec.defaultBackend.service.name'), ingress.metadata.namespace),
    },
  ],
  sections: [
    tableSection({
      id: 'rules',
      columns: ['col.host', 'col.path', 'col.pathType', 'col.service', 'col.port'],
      rows: (ingress) =>
        listAt(ingress, 'spec.rules').flatMap((rule) =>
          listAt(rule, 'http.paths').map((path) => [
            textAt(rule, 'host') || '*',
            textAt(path, 'path') || '/',
            textAt(path, 'pathType'),
            linkTo(
              '',
              'Service',
              textAt(path, 'backend.service.name') || textAt(path, 'backend.serviceName'),
              ingress.metadata.namespace,
            ),
            textAt(path, 'backend.service.port.number') ||
              textAt(path, 'backend.service.port.name') ||
              textAt(path, 'backend.servicePort'),
          ]),
        ),
    }),
    tableSection({
      id: 'tls',
      columns: ['col.hosts', 'col.secret'],
      rows: (ingress) =>
        listAt(ingress, 'spec.tls').map((tls) => [
          textsAt(tls, 'hosts'),
          linkTo('', 'Secret', textAt(tls, 'secretName'), ingress.metadata.namespace),
        ]),
    }),
  ],
  relations: [
    names('spec.rules[*].http.paths[*].backend.service.name', '/Service', 'backend'),
    names('spec.rules[*].http.paths[*].backend.serviceName', '/Service', 'backend'),
    names('spec.defaultBackend.service.name', '/Service', 'backend'),
    names('spec.tls[*].secretName', '/Secret', 'certificate'),
    names('spec.ingressClassName', 'networking.k8s.io/IngressClass', 'class'),
  ],
});

function health(view: RowView): Health {
  if (view.cell('Address') !== '') return 'ok';
  return isOlder(view, TAKEN_SECONDS) ? 'unknown' : 'progressing';
}
