import { SquareArrowOutUpRight } from 'lucide-react';
import { objectPath } from '../api/addresses.ts';
import { defineAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';

export default defineAction({
  id: 'open',
  title: 'open.title',
  icon: SquareArrowOutUpRight,
  order: 10,
  // describe
  shortcut: 'd',
  // Where the object has been read, its page is where the person is.
  applies: ({ object }) => object === undefined,
  run: async ({ ref }, api) => api.navigate(objectPath(ref)),
  kubectl: ({ ref }) => kubectlCommand('describe', ref),
});
