import type { LiveQuery } from '@quarterdeck/shared/live-protocol';
import type { ObjectRef } from '../../api/kube-object.ts';
import { useGatheredRows } from '../../live/use-gathered-rows.ts';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from '../sets/sets.module.css';

interface GoverningServiceProps {
  readonly target: ObjectRef;
  /** spec.serviceName */
  readonly name: string;
}

/** Whether the Service is there, and headless, that gives the pods of a StatefulSet their names; silent where all is well. */
export function GoverningService({ target: { cluster, namespace = '' }, name }: GoverningServiceProps) {
  const t = useWords('sets');
  const found = useGatheredRows<{ readonly address: string }>(() =>
    name === '' ? [] : [{ id: 'service', query: serviceQuery(cluster, namespace, name), read }],
  );
  const isRead = found.statuses.get('service')?.state === 'live';
  const [service] = found.items.get('service')?.values() ?? [];
  const words =
    name === ''
      ? 'none'
      : !isRead
        ? undefined
        : service === undefined
          ? 'missing'
          : service.address === 'None'
            ? undefined
            : 'notHeadless';
  return words === undefined ? null : <p className={classes.dim}>{safeText(t(`service.${words}`, { name }))}</p>;
}

function serviceQuery(cluster: string, namespace: string, name: string): LiveQuery {
  return {
    cluster,
    resource: 'v1/services',
    namespaces: [namespace],
    fieldSelector: `metadata.name=${name}`,
    fields: ['spec.clusterIP'],
    mode: 'rows',
  };
}

function read() {
  return ({ fields: [address] }: { readonly fields: readonly unknown[] }) => ({ address: String(address ?? '') });
}
