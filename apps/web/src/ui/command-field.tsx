// Checkbox builds on it; it is no part of the first page's styles.
import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Checkbox.css';
import { Checkbox, TextInput } from '@mantine/core';
import { readCommand, shellSigns, type TypedCommand } from './argv.ts';
import classes from './command-field.module.css';
import { safeText } from './safe-text.ts';
import { useWords } from './use-words.ts';

export interface CommandFieldProps {
  readonly value: TypedCommand;
  readonly onChange: (value: TypedCommand) => void;
  readonly label: string;
  readonly placeholder?: string;
  readonly onEnter?: () => void;
  readonly disabled?: boolean;
  /** offered below the field, say what was run before */
  readonly list?: string;
  readonly autoFocus?: boolean;
}

/** A command: what is typed, what the program will get of it, and whether a shell reads it. Speaks namespace "command". */
export function CommandField(props: CommandFieldProps) {
  const { value, onChange, label, placeholder = '', onEnter, disabled = false, list, autoFocus = false } = props;
  const t = useWords('command');
  const { text, throughShell } = value;
  const { argv, fault } = readCommand(value);
  const signs = throughShell ? '' : shellSigns(text);
  return (
    <div className={classes.field}>
      <TextInput
        label={label}
        classNames={{ input: classes.input ?? '' }}
        placeholder={placeholder}
        value={text}
        disabled={disabled}
        {...(list === undefined ? {} : { list })}
        autoFocus={autoFocus}
        {...(autoFocus ? { 'data-autofocus': true } : {})}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        error={fault === undefined ? undefined : t(`fault.${fault}`)}
        onChange={({ currentTarget }) => onChange({ ...value, text: currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing || onEnter === undefined) return;
          event.preventDefault();
          onEnter();
        }}
      />
      <Checkbox
        size="xs"
        label={t('throughShell')}
        checked={throughShell}
        disabled={disabled}
        onChange={({ currentTarget }) => onChange({ ...value, throughShell: currentTarget.checked })}
      />
      {argv.length === 0 || throughShell ? null : (
        <ol className={classes.argv} aria-label={t('argv')}>
          {[...argv.entries()].map(([place, word]) => (
            <li key={place} title={safeText(word)}>
              {word === '' ? "''" : safeText(word)}
            </li>
          ))}
        </ol>
      )}
      {signs === '' ? null : <p className={classes.note}>{t('signs', { signs })}</p>}
    </div>
  );
}
