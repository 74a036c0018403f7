import type { LiveQuery } from '@quarterdeck/shared/live-protocol';
import i18next from 'i18next';
import { loadWords } from '../../i18n/i18n.ts';
import { followRows } from '../../live/follow-rows.ts';
import { browserClock, type LiveClock } from '../../live/live-clock.ts';
import type { Row } from '../../live/row.ts';
import type { BesideInput } from '../define-kind.ts';
import { CLAIM_OWNERS } from './users-column.ts';

const CLAIMS = 'spec.volumes[*].persistentVolumeClaim.claimName';
const CONTAINERS = 'spec.containers[*].name';
const FIELDS = [CLAIMS, CONTAINERS];

/** Pods come and go by the hundred. */
const TELL_MS = 500;

interface PodClaims {
  readonly namespace: string;
  readonly name: string;
  /** undefined: its spec is too long to travel in a list */
  readonly claims: readonly string[] | undefined;
}

/** What stands in a cell: names of pods, or why there are none. */
export interface ClaimUsers {
  readonly pods: readonly string[];
  /** what is said where no pod is named */
  readonly text?: string;
  readonly why?: string;
}

/**
 * Follows which pods name each claim among their volumes ("Used By" of kubectl describe, pods that have ended included), and tells it at
 * most twice a second. That nobody uses a claim is said only once all pods of its namespace are known.
 */
export function follow(
  { cluster, namespaces, source, tell }: BesideInput,
  clock: LiveClock = browserClock,
): () => void {
  const pods = new Map<string, PodClaims>();
  let state: 'reading' | 'read' | 'refused' = 'reading';
  let cancel: (() => void) | undefined;
  let isOver = false;
  const changed = () => {
    // the words may come after the end
    if (isOver) return;
    cancel ??= clock.after(TELL_MS, () => {
      cancel = undefined;
      const usersOf = gather(pods.values());
      tell((row, field) => [state === 'reading' ? undefined : cellOf(row, field(CLAIM_OWNERS), usersOf, state)]);
    });
  };
  const drop = (uids: Iterable<string>) => {
    for (const uid of uids) pods.delete(uid);
    changed();
  };
  const query: LiveQuery = {
    cluster,
    resource: 'v1/pods',
    namespaces: namespaces === null ? null : [...namespaces],
    fields: [...FIELDS],
    mode: 'rows',
  };
  const { stop } = followRows(source, query, {
    status: (status) => {
      if (status.state === 'live') state = 'read';
      else if (status.state === 'denied' || status.state === 'gone') state = 'refused';
      changed();
    },
    change: (upsert, remove) => {
      drop(remove);
      for (const row of upsert) pods.set(row.uid, readPod(row));
    },
    forget: drop,
  });
  void loadWords(['kind-lists']).then(changed);
  return () => {
    isOver = true;
    cancel?.();
    stop();
  };
}

interface Gathered {
  /** names of pods by "namespace/claim" */
  readonly byClaim: ReadonlyMap<string, readonly string[]>;
  /** namespaces with a pod of which it is not known what it uses */
  readonly unsure: ReadonlySet<string>;
  /** "namespace/name" */
  readonly all: ReadonlySet<string>;
}

function gather(pods: Iterable<PodClaims>): Gathered {
  const byClaim = new Map<string, string[]>();
  const unsure = new Set<string>();
  const all = new Set<string>();
  for (const { namespace, name, claims } of pods) {
    all.add(`${namespace}/${name}`);
    if (claims === undefined) unsure.add(namespace);
    for (const claim of new Set(claims)) {
      const key = `${namespace}/${claim}`;
      byClaim.set(key, [...(byClaim.get(key) ?? []), name]);
    }
  }
  return { byClaim, unsure, all };
}

function cellOf(
  { namespace, name }: Row,
  owners: unknown,
  { byClaim, unsure, all }: Gathered,
  state: 'read' | 'refused',
): ClaimUsers {
  if (state === 'refused') return { pods: [], text: '–', why: i18next.t('kind-lists:list.usersUnknown') };
  // a generic ephemeral volume names no claim: the pod owns the one that is made for it
  const owning = podsAmong(owners).filter((pod) => all.has(`${namespace}/${pod}`));
  const pods = [...new Set([...(byClaim.get(`${namespace}/${name}`) ?? []), ...owning])].sort(inOrder);
  if (pods.length > 0) return { pods };
  if (unsure.has(namespace)) return { pods, text: '–', why: i18next.t('kind-lists:list.usersUnknown') };
  return { pods, text: i18next.t('kind-lists:list.unused') };
}

const inOrder = new Intl.Collator('en', { numeric: true }).compare;

function podsAmong(owners: unknown): readonly string[] {
  if (!Array.isArray(owners)) return [];
  return owners.flatMap((owner: { readonly kind?: unknown; readonly name?: unknown } | null) =>
    owner?.kind === 'Pod' && typeof owner.name === 'string' ? [owner.name] : [],
  );
}

function readPod({ namespace, name, fields }: Row): PodClaims {
  const [claims, containers] = fields;
  // the server writes the name of each container: it is left out only where the spec is
  const isKnown = Array.isArray(containers) && containers.length > 0;
  const named = Array.isArray(claims) ? claims.filter((claim) => typeof claim === 'string') : [];
  return { namespace, name, claims: isKnown ? named : undefined };
}
