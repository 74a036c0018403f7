// Checkbox builds on it; it is no part of the first page's styles.
import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Checkbox.css';
import { Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDiscovery } from '../../api/discovery.ts';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { rightOf } from '../missing-right.ts';
import { objectAccess } from '../object-access.ts';
import { useAccess } from '../use-access.ts';
import { findCompanions } from './companions.ts';
import classes from './delete-form.module.css';
import type { Companion } from './delete-input.ts';

/** What is of one workload alone, to be deleted with it where that is chosen (TUT-25). */
export function CompanionsField({
  workload,
  target,
  chosen,
  onChosen,
}: {
  readonly workload: KubeObject;
  readonly target: ObjectRef;
  readonly chosen: readonly Companion[];
  readonly onChosen: (chosen: readonly Companion[]) => void;
}) {
  const t = useWords('deletion');
  const actionWords = useWords('actions');
  const { resources } = useDiscovery(target.cluster);
  const { data = [] } = useQuery({
    queryKey: ['companions', target.cluster, workload.metadata.uid, resources.length],
    queryFn: ({ signal }) => findCompanions(workload, target, resources, signal),
    enabled: resources.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const rights = data.map(({ ref }) => objectAccess('delete', { ref }));
  const may = useAccess(target.cluster, rights);
  if (data.length === 0) return null;
  const uids = new Set(chosen.map(({ object }) => object.metadata.uid));
  return (
    <fieldset className={classes.also}>
      <legend>{t('also.head')}</legend>
      {data.map((companion) => {
        const { uid } = companion.object.metadata;
        const { resource, name } = companion.ref;
        const right = objectAccess('delete', companion);
        const denied = may(right) === false;
        return (
          <Checkbox
            key={uid}
            size="xs"
            label={`${safeText(resource.kind)} ${safeText(name)}`}
            description={denied ? actionWords(...rightOf(right)) : t(`also.${resource.resource}`)}
            checked={uids.has(uid)}
            disabled={denied}
            onChange={({ currentTarget }) =>
              onChosen(
                currentTarget.checked
                  ? [...chosen, companion]
                  : chosen.filter(({ object }) => object.metadata.uid !== uid),
              )
            }
          />
        );
      })}
    </fieldset>
  );
}
