import { defineDialog } from '../define-action.ts';
import { kubectlCommand } from '../kubectl-command.ts';
import { ScaleForm } from './scale-form.tsx';
import { lookOf, type ScaleInput, scaleFault, scalePlan, wantedOf } from './scale-input.ts';
import { writeScale } from './write-scale.ts';

/** The dialog that scales one object or many (OPS-091, OPS-092, TUT-20). */
export const scale = defineDialog<ScaleInput>({
  dryRun: true,
  form: {
    initial: () => ({ restore: false, agreed: false }),
    view: (props) => <ScaleForm {...props} />,
    fault: scaleFault,
  },
  plan: scalePlan,
  run: writeScale,
  kubectl: (target, input) =>
    kubectlCommand('scale', target.ref, `--replicas=${wantedOf(input, lookOf(input, target)) ?? '…'}`),
});
