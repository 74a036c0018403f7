import { FilePenLine } from 'lucide-react';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import { defineAction } from './define-action.ts';
import { kubectlCommand } from './kubectl-command.ts';
import { objectAccess } from './object-access.ts';
import { initialPatch, type PatchInput, patchFault } from './patch/patch-input.ts';

const PatchForm = lazyWithWords(['patch', 'writes', 'problems'], () => import('./patch/patch-form.tsx'));

export default defineAction<PatchInput>({
  id: 'patch',
  title: 'patch.title',
  icon: FilePenLine,
  order: 70,
  dryRun: true,
  form: { initial: initialPatch, view: (props) => <PatchForm {...props} />, fault: patchFault },
  applies: ({ ref }) => ref.resource.verbs.includes('patch'),
  access: (target) => objectAccess('patch', target),
  run: async (target, api, input) => {
    const { writePatch } = await import('./patch/write-patch.ts');
    await writePatch(target, input, api);
  },
  kubectl: ({ ref }, input) => {
    const { type, body } = input ?? { type: 'merge', body: '{}' };
    return kubectlCommand('patch', ref, `--type=${type}`, '-p', body ?? '…');
  },
});
