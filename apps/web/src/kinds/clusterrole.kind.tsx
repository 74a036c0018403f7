import { ScrollText } from 'lucide-react';
import { listAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';
import { selectorText } from './pointers.ts';
import { grantedSection } from './rbac/access-sections.ts';
import { rulesSection } from './rbac/rules-section.ts';

export default defineKind({
  resources: ['rbac.authorization.k8s.io/v1/clusterroles', 'rbac.authorization.k8s.io/v1beta1/clusterroles'],
  group: 'access',
  order: 40,
  icon: ScrollText,
  facts: (role) => [
    {
      label: 'fact.aggregates',
      value: listAt(role, 'aggregationRule.clusterRoleSelectors').map((item) => selectorText({ item }, 'item')),
    },
  ],
  sections: [rulesSection, grantedSection],
});
