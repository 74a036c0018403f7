import { UserRoundX } from 'lucide-react';
import { readWithWords } from '../i18n/lazy-with-words.ts';
import { defineDialogAction } from './define-action.ts';
import { isPod, subresourceAccess } from './pod-subresource.ts';

/** Ends pods as their disruption budgets allow. */
export default defineDialogAction({
  id: 'evict',
  title: 'evict.title',
  icon: UserRoundX,
  order: 55,
  bulk: true,
  until: 'gone',
  applies: isPod,
  access: (target) => subresourceAccess('create', 'eviction', target),
  dialog: async () =>
    (await readWithWords(['deploy', 'problems'], () => import('./deploy/evict-dialog.tsx'))()).evictDialog,
  // there is no shorter one for a single eviction
  kubectl: ({ ref }) => `kubectl create --raw /api/v1/namespaces/${ref.namespace}/pods/${ref.name}/eviction -f -`,
});
