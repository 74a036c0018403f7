import { ActionIcon } from '@mantine/core';
import { Check, Copy, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from './copy-text.ts';

const SHOWN_MS = 1500;
const ICONS = { idle: Copy, copied: Check, failed: X } as const;

export interface CopyButtonProps {
  /** a function where the text is long in the making */
  readonly text: string | (() => string);
  /** what is copied: "Copy the name" */
  readonly label: string;
}

/** Copies a text with one click. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const { t } = useTranslation('app');
  const [state, setState] = useState<keyof typeof ICONS>('idle');

  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);

  const Icon = ICONS[state];
  const words = state === 'idle' ? label : t(`copy.${state}`);
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={label}
      title={words}
      onClick={() => {
        copyText(typeof text === 'string' ? text : text()).then(
          () => setState('copied'),
          () => setState('failed'),
        );
      }}
    >
      <Icon size={14} aria-hidden="true" />
      <span aria-live="polite" className="qd-visually-hidden">
        {state === 'idle' ? '' : words}
      </span>
    </ActionIcon>
  );
}
