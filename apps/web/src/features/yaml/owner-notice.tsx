import { Alert } from '@mantine/core';
import { objectPath } from '../../api/addresses.ts';
import { findByKind, useDiscovery } from '../../api/discovery.ts';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { isMirrorPod } from '../../api/mirror-pod.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from './yaml-tab.module.css';

interface OwnerNoticeProps {
  readonly target: ObjectRef;
  readonly object: KubeObject;
  readonly hidden: boolean;
}

/** An object that a controller keeps as its owner says: an edit is made at the owner. */
export function OwnerNotice({ target, object, hidden }: OwnerNoticeProps) {
  const t = useWords('yaml');
  const { resources } = useDiscovery(target.cluster);
  const owner = object.metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (hidden || owner === undefined) return null;
  const resource = findByKind(resources, owner.apiVersion, owner.kind);
  const name = `${owner.kind}/${owner.name}`;
  // the Node that "controls" it makes it from a file: there is nothing to be edited at the Node
  const words = isMirrorPod(object) ? 'owner.static' : 'owner';
  return (
    <Alert
      color="yellow"
      className={classes.notice}
      classNames={{ title: classes.noticeTitle ?? '' }}
      title={t(`${words}.title`, { owner: safeText(name) })}
    >
      <p className={classes.text}>
        {t(`${words}.text`, { kind: target.resource.kind, node: safeText(owner.name) })}{' '}
        {resource === undefined || words !== 'owner' ? null : (
          <AppLink
            to={`${objectPath(
              {
                cluster: target.cluster,
                resource,
                namespace: resource.namespaced ? target.namespace : undefined,
                name: owner.name,
              },
              'yaml',
            )}?edit=yes`}
          >
            {t('owner.link', { owner: safeText(name) })}
          </AppLink>
        )}
      </p>
    </Alert>
  );
}
