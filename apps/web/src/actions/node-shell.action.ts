import { ServerCog } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';

export default defineDialogAction({
  id: 'node-shell',
  title: 'nodeShell.title',
  icon: ServerCog,
  order: 40,
  shortcut: 's',
  applies: ({ ref: { resource } }) => resource.group === '' && resource.resource === 'nodes',
  dialog: async () => (await readWithWords(['debug'], () => import('./debug/node-shell-dialog.tsx'))()).dialog,
  kubectl: ({ ref }) => `kubectl debug node/${ref.name} -it --image=busybox --profile=sysadmin -- chroot /host sh`,
});
