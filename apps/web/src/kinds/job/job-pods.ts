import type { LiveColumn, LiveQuery } from '@quarterdeck/shared/live-protocol';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { textAt } from '../../api/read-field.ts';
import { cellAt, type Row } from '../../live/row.ts';
import type { Health } from '../define-kind.ts';
import { podHealth } from '../pod/pod-status.ts';
import { selectorText } from '../pointers.ts';

const ANNOTATIONS = 'metadata.annotations';
const EXIT_CODES = 'status.containerStatuses[*].state.terminated.exitCode';
const REASONS = 'status.containerStatuses[*].state.terminated.reason';
const NODE = 'spec.nodeName';
const INDEX = 'batch.kubernetes.io/job-completion-index';
const FIELDS = [ANNOTATIONS, EXIT_CODES, REASONS, NODE];

/** A pod of a Job. */
export interface JobPod {
  readonly uid: string;
  readonly name: string;
  /** of an Indexed Job */
  readonly index: number | undefined;
  readonly created: number;
  /** kubectl's STATUS and RESTARTS */
  readonly status: string;
  readonly restarts: string;
  readonly node: string;
  readonly health: Health;
  /** of the containers that have ended: "1 (Error)" */
  readonly exits: readonly string[];
}

/** The pods of a Job, live: those that have ended as well. */
export function jobPodsQuery({ cluster, namespace }: ObjectRef, job: KubeObject): LiveQuery {
  return {
    cluster,
    resource: 'v1/pods',
    namespaces: [namespace ?? ''],
    // a Job that has just been made has none yet
    labelSelector: selectorText(job, 'spec.selector') || `controller-uid=${job.metadata.uid}`,
    fields: FIELDS,
    mode: 'rows',
  };
}

/** Makes, of the server's columns, the function that reads a pod. */
export function jobPodReader(columns: readonly LiveColumn[]): (row: Row) => JobPod {
  const [statusAt = -1, readyAt = -1, restartsAt = -1] = ['Status', 'Ready', 'Restarts'].map((name) =>
    columns.findIndex((column) => column.name === name),
  );
  return (row) => {
    const field = (path: string): unknown => row.fields[FIELDS.indexOf(path)];
    const list = (path: string): readonly unknown[] => {
      const value = field(path);
      return Array.isArray(value) ? value : [];
    };
    const cell = (at: number) => String(cellAt(row, at) ?? '');
    const index = textAt(
      { annotations: new Map(Object.entries(objectOf(field(ANNOTATIONS)))).get(INDEX) },
      'annotations',
    );
    const reasons = list(REASONS);
    return {
      uid: row.uid,
      name: row.name,
      index: /^\d{1,10}$/.test(index) ? Number(index) : undefined,
      created: row.created,
      status: cell(statusAt),
      restarts: cell(restartsAt),
      node: typeof field(NODE) === 'string' ? String(field(NODE)) : '',
      // that it has ended is what it was made for
      health: cell(statusAt) === 'Completed' ? 'ok' : podHealth(cell(statusAt), cell(readyAt), ''),
      exits: list(EXIT_CODES).map((code, at) => `${String(code)}${reasons[at] ? ` (${String(reasons[at])})` : ''}`),
    };
  };
}

/** Those that failed first, then by index, the newest first. */
export function inOrder(pods: Iterable<JobPod>): readonly JobPod[] {
  const failed = ({ health }: JobPod) => (health === 'failed' ? 0 : 1);
  return [...pods].sort(
    (a, b) =>
      failed(a) - failed(b) || (a.index ?? 0) - (b.index ?? 0) || b.created - a.created || a.name.localeCompare(b.name),
  );
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
