import '@mantine/core/styles/Checkbox.css';
import { Checkbox, TextInput } from '@mantine/core';
import { useWords } from '../../ui/use-words.ts';
import type { ActionTarget } from '../define-action.ts';
import { isDeployment } from './rollout-kinds.ts';

interface CauseFieldProps {
  /** as typed; "": the annotation stays as it is */
  readonly cause: string;
  readonly onCause: (cause: string) => void;
}

/** Why a new revision is made, as its history will say (CTL-36). */
export function CauseField({ cause, onCause }: CauseFieldProps) {
  const t = useWords('rollout');
  return (
    <TextInput
      label={t('image.cause')}
      description={t('image.causeHint')}
      value={cause}
      autoComplete="off"
      onChange={({ currentTarget }) => onCause(currentTarget.value)}
    />
  );
}

interface CauseFieldsProps<Input> {
  readonly target: ActionTarget;
  readonly value: Input;
  readonly onChange: (value: Input) => void;
}

/** The cause of a change of one template, and of a Deployment whether the change waits (OPS-097). */
export function CauseFields<Input extends { readonly cause: string; readonly pause: boolean }>({
  target,
  value,
  onChange,
}: CauseFieldsProps<Input>) {
  const t = useWords('rollout');
  return (
    <>
      <CauseField cause={value.cause} onCause={(cause) => onChange({ ...value, cause })} />
      {isDeployment(target) ? (
        <Checkbox
          label={t('image.pause')}
          checked={value.pause}
          onChange={({ currentTarget }) => onChange({ ...value, pause: currentTarget.checked })}
        />
      ) : null}
    </>
  );
}
