import { Button } from '@mantine/core';
import { ScrollText } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isTyping } from '../../../ui/is-typing.ts';

/** Opens and closes the tape of transitions; so does the key w, as in `kubectl get -w`. */
export function TapeButton({ open, onToggle }: { readonly open: boolean; readonly onToggle: (open: boolean) => void }) {
  const { t } = useTranslation('list');
  const toggle = useRef(() => {});
  toggle.current = () => onToggle(!open);
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const { key, target, ctrlKey, metaKey, altKey, defaultPrevented } = event;
      if (key !== 'w' || ctrlKey || metaKey || altKey || defaultPrevented || isTyping(target)) return;
      if (target instanceof Element && target.closest('[role="dialog"], [role="menu"]') !== null) return;
      event.preventDefault();
      toggle.current();
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <Button
      size="compact-sm"
      variant={open ? 'light' : 'default'}
      aria-pressed={open}
      aria-keyshortcuts="w"
      title={t('tape.hint')}
      leftSection={<ScrollText size={14} aria-hidden="true" />}
      onClick={() => onToggle(!open)}
    >
      {t('tape.open')}
    </Button>
  );
}
