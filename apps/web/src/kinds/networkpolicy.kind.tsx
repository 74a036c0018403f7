import { ShieldHalf } from 'lucide-react';
import { listAt, textAt, textsAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';
import { linkToPods, selectorText } from './pointers.ts';
import { selectsPods } from './relation.ts';
import { textsColumn } from './row-columns.ts';
import { tableSection } from './table-section.ts';

export default defineKind({
  resources: ['networking.k8s.io/v1/networkpolicies', 'extensions/v1beta1/networkpolicies'],
  group: 'network',
  order: 40,
  icon: ShieldHalf,
  columns: [textsColumn('types', 'Types', 'list.types', 'spec.policyTypes[*]')],
  facts: (policy) => {
    const selector = selectorText(policy, 'spec.podSelector');
    return [
      {
        label: 'fact.podSelector',
        value: selector === '' ? '*' : linkToPods(selector, policy.metadata.namespace),
      },
      { label: 'fact.policyTypes', value: textsAt(policy, 'spec.policyTypes').join(', ') },
    ];
  },
  sections: [rulesSection('ingress', 'from'), rulesSection('egress', 'to')],
  relations: [selectsPods('spec.podSelector', 'selector')],
});

function rulesSection(direction: 'ingress' | 'egress', peers: 'from' | 'to') {
  return tableSection({
    id: `${direction}Rules`,
    columns: [`col.${peers}`, 'col.ports'],
    rows: (policy) =>
      listAt(policy, `spec.${direction}`).map((rule) => [
        listAt(rule, peers).length === 0 ? '*' : listAt(rule, peers).map(peerText),
        listAt(rule, 'ports').length === 0 ? '*' : listAt(rule, 'ports').map(portText),
      ]),
  });
}

function peerText(peer: unknown): string {
  const block = textAt(peer, 'ipBlock.cidr');
  if (block !== '') return [block, ...textsAt(peer, 'ipBlock.except').map((except) => `!${except}`)].join(' ');
  const parts = (['namespaceSelector', 'podSelector'] as const)
    .filter((name) => Object.hasOwn(Object(peer), name))
    .map((name) => `${name}: ${selectorText(peer, name) || '*'}`);
  return parts.join('; ');
}

function portText(port: unknown): string {
  const from = textAt(port, 'port') || '*';
  const end = textAt(port, 'endPort');
  return `${from}${end === '' ? '' : `–${end}`}/${textAt(port, 'protocol') || 'TCP'}`;
}
