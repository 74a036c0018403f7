import { names, type Relation } from '../relation.ts';

/** What a pod, or a template of pods, names: `at` is the path of its spec. */
export function podRelations(at = 'spec'): readonly Relation[] {
  const containers = ['containers', 'initContainers'].flatMap((list) => {
    const container = `${at}.${list}[*]`;
    return [
      names(`${container}.envFrom[*].configMapRef.name`, '/ConfigMap', 'environment'),
      names(`${container}.env[*].valueFrom.configMapKeyRef.name`, '/ConfigMap', 'variable'),
      names(`${container}.envFrom[*].secretRef.name`, '/Secret', 'environment'),
      names(`${container}.env[*].valueFrom.secretKeyRef.name`, '/Secret', 'variable'),
    ];
  });
  return [
    names(`${at}.volumes[*].configMap.name`, '/ConfigMap', 'volume'),
    names(`${at}.volumes[*].projected.sources[*].configMap.name`, '/ConfigMap', 'volume'),
    names(`${at}.volumes[*].secret.secretName`, '/Secret', 'volume'),
    names(`${at}.volumes[*].projected.sources[*].secret.name`, '/Secret', 'volume'),
    names(`${at}.volumes[*].persistentVolumeClaim.claimName`, '/PersistentVolumeClaim', 'volume'),
    ...containers,
    names(`${at}.imagePullSecrets[*].name`, '/Secret', 'pullSecret'),
    names(`${at}.serviceAccountName`, '/ServiceAccount', 'account'),
    // a node lists its pods with what they ask for
    { ...names(`${at}.nodeName`, '/Node', 'node'), oneWay: true },
    names(`${at}.priorityClassName`, 'scheduling.k8s.io/PriorityClass', 'priority'),
    names(`${at}.runtimeClassName`, 'node.k8s.io/RuntimeClass', 'runtime'),
  ];
}
