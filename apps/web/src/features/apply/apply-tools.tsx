import { Button, TextInput } from '@mantine/core';
import { FileUp, FolderUp, Globe, Rocket, X } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import type { Words } from '../../ui/use-words.ts';
import classes from './apply-page.module.css';

export interface ApplyToolsProps {
  readonly t: Words;
  /** whether this Quarterdeck fetches by address at all */
  readonly canFetch: boolean;
  readonly busy: boolean;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onUrl: (url: string) => Promise<boolean>;
  /** to the form that writes a Deployment and its Service */
  readonly onForm: () => void;
  readonly onClear: () => void;
}

/** Where a text comes from other than the keyboard: files, a folder, an address. */
export function ApplyTools({ t, canFetch, busy, onFiles, onUrl, onForm, onClear }: ApplyToolsProps) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [asksUrl, setAsksUrl] = useState(false);
  const [url, setUrl] = useState('');

  function take(input: HTMLInputElement | null): void {
    if (input?.files) onFiles([...input.files]);
    // the same file may be chosen again
    if (input) input.value = '';
  }
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!(await onUrl(url.trim()))) return;
    setAsksUrl(false);
    setUrl('');
  }

  return (
    <div className={classes.tools} role="toolbar" aria-label={t('tools.label')}>
      <input ref={files} type="file" multiple hidden data-testid="apply-files" onChange={() => take(files.current)} />
      <input
        ref={(input) => {
          folder.current = input;
          input?.setAttribute('webkitdirectory', '');
        }}
        type="file"
        hidden
        data-testid="apply-folder"
        onChange={() => take(folder.current)}
      />
      <Button
        size="compact-sm"
        variant="default"
        disabled={busy}
        leftSection={<FileUp size={14} aria-hidden="true" />}
        onClick={() => files.current?.click()}
      >
        {t('tools.files')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        disabled={busy}
        leftSection={<FolderUp size={14} aria-hidden="true" />}
        onClick={() => folder.current?.click()}
      >
        {t('tools.folder')}
      </Button>
      {canFetch ? (
        <Button
          size="compact-sm"
          variant="default"
          disabled={busy}
          aria-expanded={asksUrl}
          leftSection={<Globe size={14} aria-hidden="true" />}
          onClick={() => setAsksUrl(!asksUrl)}
        >
          {t('tools.url')}
        </Button>
      ) : null}
      <Button
        size="compact-sm"
        variant="default"
        disabled={busy}
        leftSection={<Rocket size={14} aria-hidden="true" />}
        onClick={onForm}
      >
        {t('tools.form')}
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        disabled={busy}
        leftSection={<X size={14} aria-hidden="true" />}
        onClick={onClear}
      >
        {t('tools.clear')}
      </Button>
      {asksUrl ? (
        <form className={classes.url} onSubmit={(event) => void submit(event)} noValidate>
          <TextInput
            size="xs"
            type="url"
            autoFocus
            aria-label={t('tools.address')}
            placeholder="https://"
            value={url}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
          <Button size="compact-sm" type="submit" disabled={url.trim() === '' || busy}>
            {t('tools.fetch')}
          </Button>
        </form>
      ) : null}
    </div>
  );
}
