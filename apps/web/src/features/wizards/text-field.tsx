import { TextInput } from '@mantine/core';
import { useId } from 'react';

interface TextFieldProps {
  readonly label: string;
  readonly description?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly suggestions?: readonly string[];
  readonly error?: string | undefined;
  readonly disabled?: boolean;
}

const MAX_SUGGESTIONS = 500;

/** A name that is typed, with those that are there to choose from. */
export function TextField({ label, description, value, onChange, suggestions, error, disabled }: TextFieldProps) {
  const id = useId();
  return (
    <>
      <TextInput
        size="xs"
        label={label}
        description={description}
        list={suggestions === undefined ? undefined : id}
        value={value}
        error={error}
        disabled={disabled === true}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      {suggestions === undefined ? null : (
        <datalist id={id}>
          {suggestions.slice(0, MAX_SUGGESTIONS).map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </>
  );
}
