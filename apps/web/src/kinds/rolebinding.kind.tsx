import { UserCheck } from 'lucide-react';
import { defineKind } from './define-kind.ts';
import { givenSection } from './rbac/access-sections.ts';
import { roleColumn, roleRefFacts, subjectsSection } from './rbac/binding-parts.ts';
import { bindingRelations } from './rbac/binding-relations.ts';

export default defineKind({
  resources: ['rbac.authorization.k8s.io/v1/rolebindings', 'rbac.authorization.k8s.io/v1beta1/rolebindings'],
  group: 'access',
  order: 30,
  icon: UserCheck,
  immutable: ['roleRef'],
  columns: [roleColumn],
  facts: roleRefFacts,
  sections: [subjectsSection, givenSection],
  relations: bindingRelations,
});
