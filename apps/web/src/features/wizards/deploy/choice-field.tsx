import { NativeSelect } from '@mantine/core';

interface ChoiceFieldProps<Value extends string> {
  readonly label: string;
  readonly description?: string;
  readonly value: string;
  readonly values: readonly Value[];
  readonly words?: (value: Value) => string;
  readonly onChange: (value: Value) => void;
}

/** One of several values. */
export function ChoiceField<Value extends string>(props: ChoiceFieldProps<Value>) {
  const { label, description, value, values, words, onChange } = props;
  return (
    <NativeSelect
      size="xs"
      label={label}
      description={description}
      value={value}
      data={values.map((one) => ({ value: one, label: words?.(one) ?? one }))}
      onChange={({ currentTarget }) => {
        const chosen = values.find((one) => one === currentTarget.value);
        if (chosen !== undefined) onChange(chosen);
      }}
    />
  );
}
