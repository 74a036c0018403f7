import { Button } from '@mantine/core';
import { FileKey } from 'lucide-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './sign-in.module.css';

/** far above any kubeconfig */
const MAX_BYTES = 4 * 1024 * 1024;

/** A file with a token or a kubeconfig: chosen by a button, or dropped anywhere on the form around it. */
export function FileChooser({
  onText,
  onTooLarge,
  children,
}: {
  readonly onText: (name: string, text: string) => void;
  readonly onTooLarge: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation('sign-in');
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);

  async function take(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    if (file.size > MAX_BYTES) onTooLarge();
    else onText(file.name, await file.text());
  }

  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  }

  return (
    // dropping is a second way beside the button, which the keyboard has
    <fieldset
      className={classes.drop}
      data-over={over || undefined}
      data-takes-files
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {children}
      <Button
        variant="default"
        fullWidth
        leftSection={<FileKey size={16} aria-hidden="true" />}
        onClick={() => input.current?.click()}
      >
        {t('file.choose')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('file.choose')}
        onChange={(event) => {
          void take(event.currentTarget.files?.[0]);
          // the same file may be chosen again
          event.currentTarget.value = '';
        }}
      />
      <p className={classes.hint}>{t('file.hint')}</p>
    </fieldset>
  );
}
