import { listAt, textAt } from '../../api/read-field.ts';
import { FactList } from '../../ui/fact-list.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import type { DetailProps } from '../define-kind.ts';
import { pairsText } from '../pointers.ts';

const PLAIN = [
  'nominatedNodeName',
  'schedulerName',
  'terminationGracePeriodSeconds',
  'dnsPolicy',
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'runtimeClassName',
] as const;

/** Where a pod may run and how it sees its host; loaded lazily, hence the default export. */
export default function PlacementSection({ object }: DetailProps) {
  const t = useWords('kinds');
  const facts = [
    { id: 'nodeSelector', value: pairsText(object, 'spec.nodeSelector', ', ') },
    {
      id: 'tolerations',
      value: listAt(object, 'spec.tolerations')
        .map((item) => tolerationText(item))
        .join('\n'),
    },
    ...PLAIN.map((id) => ({ id, value: textAt(object, `spec.${id}`) || textAt(object, `status.${id}`) })),
    {
      id: 'imagePullSecrets',
      value: listAt(object, 'spec.imagePullSecrets')
        .map((item) => textAt(item, 'name'))
        .join(', '),
    },
    {
      id: 'hostAliases',
      value: listAt(object, 'spec.hostAliases')
        .map((alias) => `${textAt(alias, 'ip')} ${listAt(alias, 'hostnames').join(' ')}`)
        .join('\n'),
    },
  ];
  return (
    <FactList
      items={facts
        .filter(({ value }) => value !== '')
        .map(({ id, value }) => ({
          id,
          label: t(`fact.${id}`),
          value: value.split('\n').map((line) => <div key={line}>{safeText(line)}</div>),
        }))}
    />
  );
}

/** "node.kubernetes.io/not-ready:NoExecute op=Exists for 300s", as kubectl describe writes it. */
function tolerationText(toleration: unknown): string {
  const key = textAt(toleration, 'key');
  const value = textAt(toleration, 'value');
  const effect = textAt(toleration, 'effect');
  const operator = textAt(toleration, 'operator') || 'Equal';
  const seconds = textAt(toleration, 'tolerationSeconds');
  return [
    `${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}`,
    operator === 'Exists' ? 'op=Exists' : '',
    seconds === '' ? '' : `for ${seconds}s`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}
