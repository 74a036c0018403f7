/** What the scheduler objects to, as far as its words are known. */
type SchedulingCause =
  | 'taint'
  | 'insufficient'
  | 'unschedulable'
  | 'selector'
  | 'antiAffinity'
  | 'podAffinity'
  | 'spread'
  | 'ports'
  | 'tooManyPods'
  | 'volumePlace'
  | 'noVolume'
  | 'unbound'
  | 'claimMissing'
  | 'volumeCount'
  | 'nodeName'
  | 'gated'
  | 'noNodes'
  | 'other';

export interface SchedulingReason {
  /** nodes that it speaks of; undefined: it is about the pod, wherever it goes */
  readonly nodes: number | undefined;
  readonly cause: SchedulingCause;
  /** the resource that is short, the taint as "key=value", the claim; "" where there is none */
  readonly subject: string;
  /** the scheduler's own words */
  readonly text: string;
}

interface SchedulingRefusal {
  /** nodes that the scheduler looked at; undefined: it does not say */
  readonly total: number | undefined;
  readonly reasons: readonly SchedulingReason[];
  /** what evicting others would help (v1.22 and newer); "" where nothing is said of it */
  readonly preemption: string;
}

/** Words of v1.10 to today; the first that fits counts, so the particular stand before the general. */
const CAUSES: readonly (readonly [SchedulingCause, RegExp])[] = [
  // "had taint {a: b}, that the pod didn't tolerate" (v1.18-1.21), "had untolerated taint {a: b}" (v1.22), "taint(s)" (v1.34), older: "taints that …"
  ['taint', /had (?:untolerated )?taint(?:\(s\)|s)?(?: \{(?<subject>[^}]*)\})?/],
  ['insufficient', /^Insufficient (?<subject>\S+?)[.,]*(?:\s|$)/],
  ['tooManyPods', /^Too many pods/],
  ['unschedulable', /were unschedulable/],
  ['selector', /match (?:Pod's )?node (?:selector|affinity)|match NodeSelector/],
  ['antiAffinity', /anti-affinity rules/],
  ['podAffinity', /match pod affinity/],
  ['spread', /topology spread constraints/],
  ['ports', /free ports/],
  ['nodeName', /requested (?:node name|hostname)/],
  ['volumeCount', /max volume count|maxvolumecount/i],
  ['volumePlace', /volume (?:node affinity|zone)|available volume zone/],
  ['noVolume', /available persistent volumes to bind/],
  ['unbound', /unbound immediate PersistentVolumeClaims/i],
  ['gated', /non-empty scheduling gates/],
  ['noNodes', /no nodes available to schedule pods/],
  ['claimMissing', /persistentvolumeclaim "(?<subject>[^"]*)" (?:not found|is being deleted)/],
];

/**
 * Takes a FailedScheduling message (the same stands in the condition PodScheduled) apart. A reason begins with its number of nodes:
 * the comma that v1.20 writes behind a taint divides nothing. Newer servers add a second sentence about preemption; today's begin it
 * with what other plugins say: "no new claims to deallocate, preemption: …".
 */
export function parseRefusal(message: string): SchedulingRefusal {
  const [said = '', preemption = ''] = message.split(/(?:\. [^.]*,)? preemption: (.*)/s);
  const { total, parts } = splitReasons(said);
  return { total, reasons: parts.map(readReason), preemption: preemption.trim() };
}

/** A part of a message: "2 Insufficient cpu" speaks of two nodes. */
export interface CountedWords {
  /** undefined: it is about the pod, wherever it goes */
  readonly nodes: number | undefined;
  readonly text: string;
}

/** "0/3 nodes are available: 1 this, 2 that." in its parts. */
export function splitReasons(message: string): {
  readonly total: number | undefined;
  readonly parts: readonly CountedWords[];
} {
  const head = /^\d+\/(\d+) nodes are available: (.*)$/s.exec(message.trim());
  const body = (head?.[2] ?? message).trim().replace(/\.$/, '');
  const parts = body === '' ? [] : body.split(/, (?=\d+ \S)/).map(countedWords);
  return { total: head === null ? undefined : Number(head[1]), parts };
}

function countedWords(part: string): CountedWords {
  const counted = /^(\d+) (.*)$/s.exec(part);
  return { nodes: counted === null ? undefined : Number(counted[1]), text: (counted?.[2] ?? part).trim() };
}

function readReason({ nodes, text }: CountedWords): SchedulingReason {
  for (const [cause, words] of CAUSES) {
    const found = words.exec(text);
    if (found === null) continue;
    const subject = found.groups?.['subject'] ?? '';
    return { nodes, cause, subject: cause === 'taint' ? pairOf(subject) : subject, text };
  }
  return { nodes, cause: 'other', subject: '', text };
}

/** "{dedicated: db}" as kubectl writes a taint: "dedicated=db". */
function pairOf(subject: string): string {
  const [key = '', value = ''] = subject.split(': ');
  return value === '' ? key.replace(/:\s*$/, '') : `${key}=${value}`;
}
