import { LogIn } from 'lucide-react';
import { listAt, textAt, textsAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';
import { linkTo } from './pointers.ts';
import { tableSection } from './table-section.ts';

export default defineKind({
  resources: ['networking.k8s.io/v1/ingresses', 'networking.k8s.io/v1beta1/ingresses', 'extensions/v1beta1/ingresses'],
  group: 'network',
  order: 20,
  icon: LogIn,
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
});
