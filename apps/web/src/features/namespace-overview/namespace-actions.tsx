import { useState } from 'react';
import { useOfferedTarget } from '../../actions/offered-target.ts';
import { useActions } from '../../actions/use-actions.ts';
import { findResource, useDiscovery } from '../../api/discovery.ts';
import { ActionMenu } from '../../ui/action-menu.tsx';
import { useWords } from '../../ui/use-words.ts';

/** What can be done with a namespace, and what can be made in it; rights are asked for when the menu is first opened. */
export function NamespaceActions({ cluster, namespace }: { readonly cluster: string; readonly namespace: string }) {
  const t = useWords('pages');
  const { resources } = useDiscovery(cluster);
  const [open, setOpen] = useState(false);
  const resource = findResource(resources, '', 'namespaces');
  const target =
    resource === undefined ? undefined : { ref: { cluster, resource, namespace: undefined, name: namespace } };
  useOfferedTarget(() => (target === undefined ? undefined : { target, kindActions: [] }));
  const items = useActions(open ? target : undefined);
  return <ActionMenu items={items} label={t('namespace.actions', { namespace })} onOpenChange={setOpen} />;
}
