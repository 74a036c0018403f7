import { FlaskConical } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';

const PLACES = ['namespaces', 'nodes', 'pods', 'services'];

export default defineDialogAction({
  id: 'throw-away-pod',
  title: 'throwAwayPod.title',
  icon: FlaskConical,
  order: 45,
  applies: ({ ref: { resource } }) => resource.group === '' && PLACES.includes(resource.resource),
  access: ({ ref: { resource, namespace, name } }) => {
    const where = resource.resource === 'namespaces' ? name : namespace;
    // on a node, the namespace is chosen in the dialog, which asks then
    return where === undefined ? undefined : { verb: 'create', group: '', resource: 'pods', namespace: where };
  },
  dialog: async () =>
    (await readWithWords(['debug', 'command'], () => import('./debug/throw-away-dialog.tsx'))()).dialog,
  kubectl: ({ ref: { resource, namespace, name } }) =>
    `kubectl run debug -n ${resource.resource === 'namespaces' ? name : (namespace ?? 'default')} -it --rm --restart=Never --image=busybox`,
});
