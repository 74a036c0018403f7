import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt, textsAt, valueAt } from '../../api/read-field.ts';
import { type Cell, CellView, cellText } from '../../ui/cell-view.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { Moment } from '../../ui/moment.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { rowIds } from '../../ui/simple-table.tsx';
import { useWords, type Words } from '../../ui/use-words.ts';
import type { DetailProps } from '../define-kind.ts';
import { linkTo, pairsText } from '../pointers.ts';
import { placementWords } from './describe-affinity.ts';
import { tolerationText, tolerationWords } from './describe-tolerations.ts';
import classes from './placement.module.css';
import { qosWords } from './qos-reason.ts';

/** Settings that are shown under their names where they are set. */
const PLAIN = [
  'nominatedNodeName',
  'schedulerName',
  'terminationGracePeriodSeconds',
  'activeDeadlineSeconds',
  'dnsPolicy',
  'hostname',
  'subdomain',
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'hostUsers',
  'shareProcessNamespace',
  'setHostnameAsFQDN',
  'enableServiceLinks',
  'automountServiceAccountToken',
  'preemptionPolicy',
] as const;
/** Those that have words of their own in "kinds"; the others are called by their field. */
const NAMED: ReadonlySet<string> = new Set([
  'nominatedNodeName',
  'schedulerName',
  'terminationGracePeriodSeconds',
  'dnsPolicy',
  'hostNetwork',
  'hostPID',
  'hostIPC',
]);

/** What the API server fills in and says nothing new. */
const STANDARD: Readonly<Partial<Record<(typeof PLAIN)[number], string>>> = {
  enableServiceLinks: 'true',
  preemptionPolicy: 'PreemptLowerPriority',
};

interface Line {
  readonly id: string;
  readonly label: string;
  readonly cells: readonly Cell[];
  /** a sentence below */
  readonly note?: string;
}

/** Where a pod may run, what it gets there and how it sees its host; loaded lazily, hence the default export. */
export default function PlacementSection({ target, object }: DetailProps) {
  const t = useWords('kinds');
  const words = useWords('sections');
  const started = textAt(object, 'status.startTime');
  const lines = linesOf(object, t, words).filter(({ cells }) => cells.some((cell) => cellText(cell) !== ''));
  return (
    <>
      <FactList
        items={[
          ...(started === ''
            ? []
            : [{ id: 'startTime', label: words('podPage.startTime'), value: <Moment at={started} /> }]),
          ...lines.map(({ id, label, cells, note = '' }) => ({
            id,
            label,
            value: (
              <>
                <CellView cell={cells} cluster={target.cluster} />
                {note === '' ? null : <div className={classes.note}>{safeText(note)}</div>}
              </>
            ),
          })),
        ]}
      />
      <Wishes title={words('affinity.title')} wishes={placementWords(valueAt(object, 'spec'), words)} />
      <Tolerations tolerations={listAt(object, 'spec.tolerations')} />
    </>
  );
}

function linesOf(pod: KubeObject, t: Words, words: Words): readonly Line[] {
  const { namespace } = pod.metadata;
  const fact = (id: string, cells: readonly Cell[], note?: string): Line => ({
    id,
    label: t(`fact.${id}`),
    cells,
    ...(note === undefined ? {} : { note }),
  });
  const own = (id: string, cells: readonly Cell[], note?: string): Line => ({
    id,
    label: words(`podPage.${id}`),
    cells,
    ...(note === undefined ? {} : { note }),
  });
  const gates = new Map(listAt(pod, 'status.conditions').map((item) => [textAt(item, 'type'), textAt(item, 'status')]));
  return [
    own('phase', [textAt(pod, 'status.phase')]),
    own('reason', [textAt(pod, 'status.reason')], textAt(pod, 'status.message')),
    fact('qosClass', [textAt(pod, 'status.qosClass')], qosWords(pod, words)),
    own('priorityClass', [linkTo('scheduling.k8s.io', 'PriorityClass', textAt(pod, 'spec.priorityClassName'))]),
    fact('runtimeClassName', [linkTo('node.k8s.io', 'RuntimeClass', textAt(pod, 'spec.runtimeClassName'))]),
    own('overhead', [pairsText(pod, 'spec.overhead', ', ')]),
    own('podResources', [resourcesOf(pod)]),
    fact('nodeSelector', [pairsText(pod, 'spec.nodeSelector', ', ')]),
    own(
      'readinessGates',
      listAt(pod, 'spec.readinessGates').map((gate) => {
        const type = textAt(gate, 'conditionType');
        return `${type}: ${gates.get(type) ?? words('podPage.noCondition')}`;
      }),
    ),
    own(
      'schedulingGates',
      listAt(pod, 'spec.schedulingGates').map((gate) => textAt(gate, 'name')),
      listAt(pod, 'spec.schedulingGates').length === 0 ? '' : words('podPage.gated'),
    ),
    ...PLAIN.map((field): Line => {
      const found = textAt(pod, `spec.${field}`) || textAt(pod, `status.${field}`);
      const value = found === STANDARD[field] ? '' : found;
      return { id: field, label: NAMED.has(field) ? t(`fact.${field}`) : field, cells: [value] };
    }),
    own('dnsConfig', dnsLines(pod)),
    fact(
      'imagePullSecrets',
      listAt(pod, 'spec.imagePullSecrets').map((item) => linkTo('', 'Secret', textAt(item, 'name'), namespace)),
    ),
    fact(
      'hostAliases',
      listAt(pod, 'spec.hostAliases').map((alias) => `${textAt(alias, 'ip')} ${textsAt(alias, 'hostnames').join(' ')}`),
    ),
    own(
      'resourceClaims',
      listAt(pod, 'spec.resourceClaims').map(
        (claim) =>
          `${textAt(claim, 'name')}: ${textAt(claim, 'resourceClaimName') || textAt(claim, 'resourceClaimTemplateName') || '?'}`,
      ),
    ),
    own('podSecurity', [securityOf(pod)]),
  ];
}

function resourcesOf(pod: KubeObject): string {
  return (['requests', 'limits'] as const)
    .map((part) => [part, pairsText(pod, `spec.resources.${part}`, ', ')] as const)
    .filter(([, text]) => text !== '')
    .map(([part, text]) => `${part}: ${text}`)
    .join('; ');
}

function dnsLines(pod: KubeObject): readonly string[] {
  const options = listAt(pod, 'spec.dnsConfig.options').map((option) => {
    const value = textAt(option, 'value');
    return value === '' ? textAt(option, 'name') : `${textAt(option, 'name')}:${value}`;
  });
  return [
    ...(['nameservers', 'searches'] as const).map((part) => [part, textsAt(pod, `spec.dnsConfig.${part}`)] as const),
    ['options', options] as const,
  ]
    .filter(([, values]) => values.length > 0)
    .map(([part, values]) => `${part}: ${values.join(' ')}`);
}

/** The seccomp profile of the whole pod, as kubectl describe names it; the rest stands with each container. */
function securityOf(pod: KubeObject): string {
  const type = textAt(pod, 'spec.securityContext.seccompProfile.type');
  const profile = textAt(pod, 'spec.securityContext.seccompProfile.localhostProfile');
  return type === '' ? '' : `seccompProfile: ${type}${profile === '' ? '' : ` (${profile})`}`;
}

function Wishes({ title, wishes }: { readonly title: string; readonly wishes: readonly string[] }) {
  if (wishes.length === 0) return null;
  const ids = rowIds(wishes);
  return (
    <>
      <h3 className={classes.title}>{title}</h3>
      <ul className={classes.list}>
        {wishes.map((wish, index) => (
          <li key={ids[index]}>{safeText(wish)}</li>
        ))}
      </ul>
    </>
  );
}

function Tolerations({ tolerations }: { readonly tolerations: readonly unknown[] }) {
  const words = useWords('sections');
  if (tolerations.length === 0) return null;
  const texts = tolerations.map(tolerationText);
  const ids = rowIds(texts);
  return (
    <>
      <h3 className={classes.title}>{words('toleration.title')}</h3>
      <ul className={classes.list}>
        {tolerations.map((toleration, index) => (
          <li key={ids[index]}>
            {safeText(tolerationWords(toleration, words))} <code>{safeText(texts[index] ?? '')}</code>
          </li>
        ))}
      </ul>
    </>
  );
}
