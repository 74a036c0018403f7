import { BadgeX } from 'lucide-react';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import { type DecisionInput, decide, isRequest } from './csr/decide-request.ts';
import { defineAction } from './define-action.ts';
import { shellWord } from './kubectl-command.ts';
import { subresourceAccess } from './pod-subresource.ts';

const DecisionForm = lazyWithWords(['rights-actions', 'problems'], () => import('./csr/decision-form.tsx'));

export default defineAction<DecisionInput>({
  id: 'deny-csr',
  title: 'denyCsr.title',
  icon: BadgeX,
  order: 60,
  bulk: true,
  dryRun: true,
  destructive: true,
  form: {
    initial: () => ({ reason: 'QuarterdeckDeny', message: '' }),
    view: (props) => <DecisionForm {...props} />,
    fault: ({ reason }) => (/^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/.test(reason) ? undefined : { key: 'csrReason' }),
  },
  applies: isRequest,
  access: (target) => subresourceAccess('update', 'approval', target),
  plan: () => ({ key: 'denyCsr.plan' }),
  run: (target, api, input) => decide(target, api, 'Denied', input),
  kubectl: ({ ref }) => `kubectl certificate deny ${shellWord(ref.name)}`,
});
