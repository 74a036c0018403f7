import type { ComponentType, ReactNode } from 'react';
import type { ActionFormProps, ActionTarget } from '../define-action.ts';

export interface DialogFormProps<Input> {
  readonly target: ActionTarget;
  readonly value: Input;
  onChange(value: Input): void;
}

/** The view of a form that is about one object. */
export function forOne<Input>(
  Form: ComponentType<DialogFormProps<Input>>,
): (props: ActionFormProps<Input>) => ReactNode {
  return ({ targets: [target], value, onChange }) =>
    target === undefined ? null : <Form target={target} value={value} onChange={onChange} />;
}
