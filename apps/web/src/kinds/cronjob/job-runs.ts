import type { LiveColumn, LiveQuery } from '@quarterdeck/shared/live-protocol';
import { DUE, MANUAL } from '../../actions/jobs/new-job.ts';
import type { ObjectRef } from '../../api/kube-object.ts';
import type { Row } from '../../live/row.ts';
import type { JobPhase } from '../job/job-state.ts';
import { condition } from '../row-fields.ts';

const OWNERS = 'metadata.ownerReferences[*].uid';
const ANNOTATIONS = 'metadata.annotations';
const STARTED = 'status.startTime';
const ENDED = 'status.completionTime';
const COMPLETE = condition('Complete');
const FAILED = condition('Failed');
const FAILED_REASON = condition('Failed', 'reason');
const FAILED_AT = 'status.conditions[?(@.type=="Failed")].lastTransitionTime';
const SUSPEND = 'spec.suspend';
const FAILED_PODS = 'status.failed';
const FIELDS = [OWNERS, ANNOTATIONS, STARTED, ENDED, COMPLETE, FAILED, FAILED_REASON, FAILED_AT, SUSPEND, FAILED_PODS];

/** A Job of a CronJob: one of its runs. Moments are epoch seconds, 0 when there is none. */
export interface JobRun {
  readonly uid: string;
  readonly name: string;
  readonly phase: Extract<JobPhase, 'complete' | 'failed' | 'suspended' | 'waiting' | 'retrying' | 'running'>;
  /** "BackoffLimitExceeded" */
  readonly reason: string;
  /** when it was due; 0: a person started it, or it does not say */
  readonly due: number;
  readonly manual: boolean;
  readonly created: number;
  readonly started: number;
  readonly ended: number;
  readonly failedPods: number;
}

/** The Jobs of a CronJob's namespace, live; {@link jobRunReader} keeps its own. */
export function jobRunsQuery({ cluster, namespace }: ObjectRef): LiveQuery {
  return { cluster, resource: 'batch/v1/jobs', namespaces: [namespace ?? ''], fields: FIELDS, mode: 'rows' };
}

/** Makes the reader of rows that leaves out what another one owns. */
export function jobRunReader(owner: string): (columns: readonly LiveColumn[]) => (row: Row) => JobRun | undefined {
  return () => (row) => {
    const field = (path: string): unknown => row.fields[FIELDS.indexOf(path)];
    const text = (path: string): string => {
      const value = field(path);
      return typeof value === 'string' ? value : '';
    };
    const owners = field(OWNERS);
    if (!Array.isArray(owners) || !owners.includes(owner)) return undefined;
    const annotations = new Map(Object.entries(objectOf(field(ANNOTATIONS))));
    const failedPods = Number(field(FAILED_PODS)) || 0;
    const [started, failed] = [seconds(text(STARTED)), text(FAILED) === 'True'];
    const manual = annotations.get(MANUAL) !== undefined;
    return {
      uid: row.uid,
      name: row.name,
      phase: failed
        ? 'failed'
        : text(COMPLETE) === 'True'
          ? 'complete'
          : field(SUSPEND) === true
            ? 'suspended'
            : started === 0
              ? 'waiting'
              : failedPods > 0
                ? 'retrying'
                : 'running',
      reason: text(FAILED_REASON),
      due: manual ? 0 : seconds(String(annotations.get(DUE) ?? '')) || dueByName(row.name),
      manual,
      created: row.created,
      started,
      ended: seconds(text(ENDED)) || (failed ? seconds(text(FAILED_AT)) : 0),
      failedPods,
    };
  };
}

/** The number that ends the name: minutes since 1.21, seconds before. 0 for anything else. */
function dueByName(name: string): number {
  const [, digits = ''] = /-(\d{8}|\d{10})$/.exec(name) ?? [];
  return digits.length === 8 ? Number(digits) * 60 : Number(digits);
}

/** The newest first. */
export function newestFirst(runs: Iterable<JobRun>): readonly JobRun[] {
  return [...runs].sort((a, b) => b.created - a.created || b.name.localeCompare(a.name));
}

function seconds(text: string): number {
  const moment = Date.parse(text) / 1000;
  return Number.isNaN(moment) ? 0 : moment;
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
