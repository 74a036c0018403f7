import { ActionIcon, Button, TextInput } from '@mantine/core';
import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from './wizards.module.css';

interface ChipInputProps {
  readonly label: string;
  readonly description?: string;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  readonly suggestions?: readonly string[];
  /** why a text is not taken; undefined: it is */
  readonly faultOf?: (text: string) => string | undefined;
}

/** More are found by typing. */
const MAX_SUGGESTIONS = 500;

/** Several texts, each added by Enter or the button and taken away by its own button. */
export function ChipInput({ label, description, values, onChange, suggestions = [], faultOf }: ChipInputProps) {
  const t = useWords('wizards');
  const id = useId();
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string>();

  function add(): void {
    const wanted = text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
    const found = wanted.map((one) => faultOf?.(one)).find((one) => one !== undefined);
    setFault(found);
    if (found !== undefined || wanted.length === 0) return;
    onChange([...new Set([...values, ...wanted])]);
    setText('');
  }

  return (
    <div>
      {values.length === 0 ? null : (
        <ul className={classes.chips} aria-label={label}>
          {values.map((value) => (
            <li key={value} className={classes.chip}>
              {safeText(value)}
              <ActionIcon
                size="xs"
                variant="subtle"
                color="gray"
                aria-label={t('remove', { what: safeText(value) })}
                onClick={() => onChange(values.filter((one) => one !== value))}
              >
                <X size={12} aria-hidden="true" />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <div className={classes.row}>
        <TextInput
          className={classes.grow}
          size="xs"
          label={label}
          description={description}
          list={id}
          value={text}
          error={fault}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
            setFault(undefined);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
        />
        <Button size="xs" variant="default" disabled={text.trim() === ''} onClick={add}>
          {t('add')}
        </Button>
      </div>
      <datalist id={id}>
        {suggestions.slice(0, MAX_SUGGESTIONS).map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </div>
  );
}
