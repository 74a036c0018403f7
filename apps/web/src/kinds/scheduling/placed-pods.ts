import type { LiveQuery } from '@quarterdeck/shared/live-protocol';
import type { Row } from '../../live/row.ts';

/** The pods that a selector picks and that have not ended, with nothing but their node. */
export function placedQuery(cluster: string, namespace: string, labelSelector: string): LiveQuery {
  return {
    cluster,
    resource: 'v1/pods',
    namespaces: [namespace],
    labelSelector,
    fieldSelector: 'status.phase!=Succeeded,status.phase!=Failed',
    fields: ['spec.nodeName'],
    mode: 'rows',
  };
}

/** The node of a row of {@link placedQuery}; "" while it has none. */
export function readPlaced(): (row: Row) => string {
  return ({ fields: [node] }) => (typeof node === 'string' ? node : '');
}
