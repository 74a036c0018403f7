import { TextInput } from '@mantine/core';
import { useConfig } from '../../api/use-config.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from './fields.module.css';

const USUAL = 'busybox:1.36';
// what a reference may be made of; the API server and the registry have the last word
const IMAGE = /^[\w][\w.\-/:@]*$/;

/** Whether this may be the reference of an image. */
export function isImage(text: string): boolean {
  return IMAGE.test(text);
}

/** The image that a dialog begins with: what this Quarterdeck is configured with; undefined while that is asked. */
export function useDebugImage(): string | undefined {
  const { data, isPending } = useConfig();
  return isPending ? undefined : (data?.debugImage ?? USUAL);
}

/** An image; null: not typed yet, the configured one is about to be filled in. */
export function ImageField({
  value,
  onChange,
  label,
}: {
  readonly value: string | null;
  readonly onChange: (value: string) => void;
  readonly label?: string;
}) {
  const t = useWords('debug');
  return (
    <TextInput
      label={label ?? t('image')}
      className={classes.mono}
      value={value ?? ''}
      spellCheck={false}
      autoComplete="off"
      error={value === null || value === '' || isImage(value) ? undefined : t('imageFault')}
      onChange={({ currentTarget }) => onChange(currentTarget.value.trim())}
    />
  );
}
