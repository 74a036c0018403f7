import { ArrowLeftRight } from 'lucide-react';
import { wizardPath } from '../api/addresses.ts';
import { defineAction } from './define-action.ts';
import { shellWord } from './kubectl-command.ts';
import { objectAccess } from './object-access.ts';

/** CTL-39: blue and green. */
export default defineAction({
  id: 'switch-service',
  title: 'switchService.title',
  icon: ArrowLeftRight,
  order: 48,
  applies: ({ ref: { resource } }) => resource.group === '' && resource.resource === 'services',
  access: (target) => objectAccess('update', target),
  run: async ({ ref: { cluster, namespace, name } }, api) =>
    api.navigate(wizardPath(cluster, 'switch', { namespace, name })),
  kubectl: ({ ref: { namespace = '', name } }) =>
    `kubectl set selector -n ${shellWord(namespace)} service ${shellWord(name)} …`,
});
