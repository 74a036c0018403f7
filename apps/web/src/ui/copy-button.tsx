import { ActionIcon, Tooltip } from '@mantine/core';
import { Check, Copy, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from './copy-text.ts';

const SHOWN_MS = 1500;
const ICONS = { idle: Copy, copied: Check, failed: X } as const;

/** Copies `text` with one click; `label` says what is copied ("Copy the name"). */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
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
    <Tooltip label={words} openDelay={300}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={label}
        onClick={() => {
          copyText(text).then(
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
    </Tooltip>
  );
}
