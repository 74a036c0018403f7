import { ScrollText } from 'lucide-react';
import { defineKind } from './define-kind.ts';
import { grantedSection } from './rbac/access-sections.ts';
import { rulesSection } from './rbac/rules-section.ts';

export default defineKind({
  resources: ['rbac.authorization.k8s.io/v1/roles', 'rbac.authorization.k8s.io/v1beta1/roles'],
  group: 'access',
  order: 20,
  icon: ScrollText,
  sections: [rulesSection, grantedSection],
});
