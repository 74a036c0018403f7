import { findResource, useDiscovery } from '../../api/discovery.ts';
import type { DiscoveredResource } from '../../api/kube-object.ts';
import { entriesAt, listAt, textAt, textsAt } from '../../api/read-field.ts';
import { useLiveObject } from '../../live/use-live-object.ts';
import { CellView } from '../../ui/cell-view.tsx';
import { type FactItem, FactList } from '../../ui/fact-list.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords, type Words } from '../../ui/use-words.ts';
import type { DetailProps } from '../define-kind.ts';
import { linkTo } from '../pointers.ts';

/** Where each kubelet renews a lease: the heartbeat that the node controller goes by. */
const LEASES = 'kube-node-lease';

/** What a node is made of, and its sign of life; loaded lazily, hence the default export. */
export default function SystemSection({ target, object }: DetailProps) {
  const words = useWords('sections');
  const leases = findResource(useDiscovery(target.cluster).resources, 'coordination.k8s.io', 'leases');
  const info: FactItem[] = entriesAt(object, 'status.nodeInfo')
    .filter(([, value]) => typeof value === 'string' && value !== '')
    .map(([name, value]) => ({ id: name, label: titleOf(name, words), value: safeText(String(value)) }));
  const more = [
    ['podCIDRs', textsAt(object, 'spec.podCIDRs').join(', ')],
    ['configSource', textAt(object, 'spec.configSource.configMap.name')],
    ['volumesInUse', textsAt(object, 'status.volumesInUse').join(', ')],
    [
      'volumesAttached',
      listAt(object, 'status.volumesAttached')
        .map((each) => textAt(each, 'name'))
        .join(', '),
    ],
    ['kubeletPort', textAt(object, 'status.daemonEndpoints.kubeletEndpoint.Port')],
  ] as const;
  return (
    <>
      <FactList
        items={[
          ...info,
          ...more
            .filter(([, value]) => value !== '')
            .map(([id, value]) => ({ id, label: titleOf(id, words), value: safeText(value) })),
        ]}
      />
      {leases === undefined ? null : <Heartbeat target={target} leases={leases} />}
    </>
  );
}

const TITLED: ReadonlySet<string> = new Set([
  'machineID',
  'systemUUID',
  'bootID',
  'kernelVersion',
  'osImage',
  'operatingSystem',
  'architecture',
  'containerRuntimeVersion',
  'kubeletVersion',
  'kubeProxyVersion',
  'podCIDRs',
  'volumesInUse',
  'volumesAttached',
  'kubeletPort',
]);

/** What a newer kubelet tells is called by its own name. */
function titleOf(name: string, words: Words): string {
  return TITLED.has(name) ? words(`nodePage.info.${name}`) : safeText(name);
}

function Heartbeat({ target, leases }: Pick<DetailProps, 'target'> & { readonly leases: DiscoveredResource }) {
  const words = useWords('sections');
  const { cluster, name } = target;
  const { object: lease, status } = useLiveObject({ cluster, resource: leases, namespace: LEASES, name });
  if (lease === undefined)
    return status.problem === undefined ? null : <ProblemView compact problem={status.problem} />;
  const acquired = textAt(lease, 'spec.acquireTime');
  return (
    <FactList
      items={[
        {
          id: 'lease',
          label: words('nodePage.lease'),
          value: <CellView cell={linkTo('coordination.k8s.io', 'Lease', name, LEASES)} cluster={cluster} />,
        },
        { id: 'holder', label: words('nodePage.holder'), value: safeText(textAt(lease, 'spec.holderIdentity')) || '–' },
        { id: 'renewed', label: words('nodePage.renewed'), value: <Moment at={textAt(lease, 'spec.renewTime')} /> },
        ...(acquired === ''
          ? []
          : [{ id: 'acquired', label: words('nodePage.acquired'), value: <Moment at={acquired} /> }]),
        {
          id: 'duration',
          label: words('nodePage.leaseDuration'),
          value: safeText(textAt(lease, 'spec.leaseDurationSeconds')) || '–',
        },
      ]}
    />
  );
}
