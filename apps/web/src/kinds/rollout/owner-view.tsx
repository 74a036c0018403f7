import { Button } from '@mantine/core';
import { parseApiVersion } from '@quarterdeck/shared/resource-path';
import { useActions } from '../../actions/use-actions.ts';
import { findByKind, useDiscovery } from '../../api/discovery.ts';
import { readOwners } from '../../api/owner-references.ts';
import { CellView } from '../../ui/cell-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import type { DetailProps } from '../define-kind.ts';
import { linkTo } from '../pointers.ts';
import classes from './rollout.module.css';

/** What people look for on the page of a ReplicaSet, and find on its Deployment's. */
const OFFERED = ['scale', 'set-image', 'edit-container', 'restart', 'rollback'];

/**
 * Who decides about a ReplicaSet or ReplicationController, and what can be done there (OPS-092): its own replicas and template are
 * turned back. Loaded lazily, hence the default export.
 */
export default function OwnerView({ target: { cluster, namespace }, object }: DetailProps) {
  const t = useWords('rollout');
  const { resources } = useDiscovery(cluster);
  const owner = readOwners(object.metadata.ownerReferences).find(({ controller }) => controller === true);
  const resource = owner === undefined ? undefined : findByKind(resources, owner.apiVersion, owner.kind);
  const offered = useActions(
    owner === undefined || resource === undefined
      ? undefined
      : { ref: { cluster, resource, namespace, name: owner.name }, uid: owner.uid },
  );
  if (owner === undefined) return null;
  const { group } = parseApiVersion(owner.apiVersion);
  return (
    <>
      <p className={classes.told}>
        <CellView cell={linkTo(group, owner.kind, owner.name, namespace)} cluster={cluster} />{' '}
        {t('owner.decides', { kind: safeText(owner.kind) })}
      </p>
      <div className={classes.buttons}>
        {OFFERED.map((id) => {
          const item = offered.find(({ action }) => action.id === id);
          return item === undefined ? null : (
            <Button
              key={id}
              size="compact-xs"
              variant="default"
              disabled={item.disabledReason !== undefined}
              title={item.disabledReason}
              onClick={() => item.run()}
            >
              {t('owner.act', { action: item.title, name: safeText(owner.name) })}
            </Button>
          );
        })}
      </div>
    </>
  );
}
