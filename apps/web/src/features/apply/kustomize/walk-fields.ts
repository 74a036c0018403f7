import { isMap, type JsonMap } from '../kube-yaml.ts';

/**
 * Every map that a path leads to: "spec/template/metadata" or, through each item of a list, "spec/containers[]/env[]". With
 * `create`, what is missing is made (lists never are).
 */
export function mapsAt(root: JsonMap, path: string, create = false): JsonMap[] {
  let here: JsonMap[] = [root];
  for (const part of path === '' ? [] : path.split('/')) {
    const isList = part.endsWith('[]');
    const key = isList ? part.slice(0, -2) : part;
    here = here.flatMap((map) => {
      const value = map[key];
      if (isList) return Array.isArray(value) ? value.filter(isMap) : [];
      if (isMap(value)) return [value];
      if (!create || (value !== undefined && value !== null)) return [];
      const made: JsonMap = {};
      map[key] = made;
      return [made];
    });
  }
  return here;
}

/** Where the pod specs of an object are, by its kind. */
export const POD_SPECS: Readonly<Record<string, string>> = {
  Pod: 'spec',
  PodTemplate: 'template/spec',
  Deployment: 'spec/template/spec',
  ReplicaSet: 'spec/template/spec',
  ReplicationController: 'spec/template/spec',
  StatefulSet: 'spec/template/spec',
  DaemonSet: 'spec/template/spec',
  Job: 'spec/template/spec',
  CronJob: 'spec/jobTemplate/spec/template/spec',
};
