import { matchesLabelSelector } from '../http/selectors.ts';
import { equalJson, objectsIn } from '../json-value.ts';
import type { ClusterStore, ResourceKey } from '../store.ts';

const CLUSTER_ROLES: ResourceKey = { group: 'rbac.authorization.k8s.io', resource: 'clusterroles' };

/** Keeps the rules of every ClusterRole with an aggregationRule equal to those of the roles that its selectors select. */
export function aggregateRoles(store: ClusterStore): void {
  store.onEvent(({ key }) => {
    if (key.group !== CLUSTER_ROLES.group || key.resource !== CLUSTER_ROLES.resource) return;
    const all = store.list(CLUSTER_ROLES);
    for (const role of all) {
      const selectors = objectsIn(role, 'aggregationRule', 'clusterRoleSelectors');
      if (selectors.length === 0) continue;
      const parts = all.filter(
        ({ metadata }) =>
          metadata.name !== role.metadata.name &&
          selectors.some((selector) => matchesLabelSelector(selector, metadata.labels ?? {})),
      );
      const rules: object[] = [];
      for (const rule of parts.flatMap((part) => objectsIn(part, 'rules')))
        if (!rules.some((known) => equalJson(known, rule))) rules.push(rule);
      if (equalJson(rules, role['rules'] ?? [])) continue;
      store.update(CLUSTER_ROLES, undefined, role.metadata.name, (draft) => {
        draft['rules'] = rules;
      });
    }
  });
}
