import { Network } from 'lucide-react';
import { listAt, textAt, textsAt, valueAt } from '../api/read-field.ts';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import type { Cell } from '../ui/cell-view.tsx';
import { defineKind, type Health, type RowView } from './define-kind.ts';
import { logsAction } from './logs-action.ts';
import { logsTab } from './logs-tab.ts';
import { linkTo, linkToPods, pairsText } from './pointers.ts';
import { portsTab } from './ports-tab.ts';
import { owns, selectsPods } from './relation.ts';
import { isOlder } from './row-fields.ts';
import { tableSection } from './table-section.ts';

export default defineKind({
  resources: ['v1/services'],
  group: 'network',
  order: 10,
  icon: Network,
  goKey: 's',
  immutable: ['spec.clusterIP', 'spec.clusterIPs'],
  statusColumn: 'External-IP',
  columns: [
    {
      id: 'url',
      header: 'URL',
      text: (view) => urlsOf(view)[0] ?? '',
      describe: (view) => urlsOf(view).join(' '),
      link: (view) => urlsOf(view)[0],
    },
  ],
  health,
  statusSentence: (service, t) => {
    const type = textAt(service, 'spec.type');
    if (type === 'ExternalName') return t('service.externalName', { name: textAt(service, 'spec.externalName') });
    const pending = type === 'LoadBalancer' && listAt(service, 'status.loadBalancer.ingress').length === 0;
    if (pending) return t('service.pending');
    if (textAt(service, 'spec.clusterIP') === 'None') return t('service.headless');
    return valueAt(service, 'spec.selector') === undefined ? t('service.noSelector') : '';
  },
  facts: (service) => {
    const { name, namespace } = service.metadata;
    const addresses = textsAt(service, 'spec.clusterIPs');
    return [
      { label: 'fact.type', value: textAt(service, 'spec.type') },
      { label: 'fact.selector', value: linkToPods(pairsText(service, 'spec.selector'), namespace) },
      { label: 'fact.clusterIP', value: addresses.length > 0 ? addresses : textAt(service, 'spec.clusterIP') },
      { label: 'fact.externalName', value: textAt(service, 'spec.externalName') },
      {
        label: 'fact.externalAddress',
        value: [
          ...textsAt(service, 'spec.externalIPs'),
          ...listAt(service, 'status.loadBalancer.ingress').map(
            (item) => textAt(item, 'ip') || textAt(item, 'hostname'),
          ),
        ].map((host) => linkedHost(host, service)),
      },
      { label: 'fact.dnsName', value: namespace === undefined ? '' : `${name}.${namespace}.svc` },
      { label: 'fact.ipFamilies', value: textsAt(service, 'spec.ipFamilies').join(', ') },
      { label: 'fact.sessionAffinity', value: textAt(service, 'spec.sessionAffinity') },
      { label: 'fact.externalTrafficPolicy', value: textAt(service, 'spec.externalTrafficPolicy') },
      { label: 'fact.healthCheckNodePort', value: textAt(service, 'spec.healthCheckNodePort') },
      { label: 'fact.endpoints', value: linkTo('', 'Endpoints', name, namespace) },
    ];
  },
  sections: [
    tableSection({
      id: 'ports',
      columns: ['col.name', 'col.port', 'col.targetPort', 'col.nodePort', 'col.protocol'],
      copied: ['col.nodePort'],
      rows: (service) =>
        listAt(service, 'spec.ports').map((port) => [
          textAt(port, 'name'),
          textAt(port, 'port'),
          textAt(port, 'targetPort'),
          textAt(port, 'nodePort'),
          textAt(port, 'protocol'),
        ]),
    }),
    {
      id: 'reach',
      title: 'section.reach',
      content: { component: lazyWithWords(['sections'], () => import('./service/reach-section.tsx')) },
      applies: (service) => textAt(service, 'spec.type') !== 'ExternalName',
    },
  ],
  deletion: { takes: 'deletion.service.takes' },
  tabs: [logsTab, portsTab],
  actions: [logsAction],
  relations: [
    owns('discovery.k8s.io/v1/endpointslices', {
      narrowed: ({ metadata }) => `kubernetes.io/service-name=${metadata.name}`,
    }),
    selectsPods('spec.selector', 'labels'),
  ],
});

/** Nobody gives a load balancer its address: a cluster without a controller for it. */
const PENDING_SECONDS = 300;

/** Only a load balancer that has no address yet says anything about health; the rest is in the endpoints. */
function health(view: RowView): Health {
  if (view.cell('External-IP') !== '<pending>') return 'ok';
  return isOlder(view, PENDING_SECONDS) ? 'warning' : 'progressing';
}

/** The addresses under which it is reached from outside, as the server prints them: a URL for each TCP port. */
function urlsOf(view: RowView): readonly string[] {
  const host = view.cell('External-IP').split(',')[0] ?? '';
  if (!/^[\w.:-]+$/.test(host)) return [];
  return [...view.cell('Port(s)').matchAll(/(\d+)(?::\d+)?\/TCP/g)].map(([, port = '']) => urlOf(host, port));
}

function urlOf(host: string, port: string): string {
  const name = host.includes(':') ? `[${host}]` : host;
  const scheme = port.endsWith('443') ? 'https' : 'http';
  return `${scheme}://${name}${port === '80' || port === '443' ? '' : `:${port}`}/`;
}

/** An address outside of the cluster, which leads to the first port that a browser may open. */
function linkedHost(host: string, service: unknown): Cell {
  const port = listAt(service, 'spec.ports').find((each) => /^(?:TCP)?$/.test(textAt(each, 'protocol')));
  return port === undefined || !/^[\w.:-]+$/.test(host)
    ? host
    : { text: host, href: urlOf(host, textAt(port, 'port')) };
}
