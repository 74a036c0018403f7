import { TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../ui/copy-button.tsx';
import { safeText } from '../../ui/safe-text.ts';
import classes from './files.module.css';
import { resolvePath, trailOf } from './paths.ts';

/** Where we are, each step a way back, and a field for where to go. */
export function PathBar({ path, onGo }: { readonly path: string; readonly onGo: (path: string) => void }) {
  const { t } = useTranslation('files');
  const [typed, setTyped] = useState('');
  const trail = trailOf(path);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() === '') return;
    onGo(resolvePath(path, typed));
    setTyped('');
  };
  return (
    <div className={classes.path}>
      <nav aria-label={t('path.label')} className={classes.trail}>
        <ol>
          {trail.map((step, index) => (
            <li key={step.path}>
              <button
                type="button"
                className={classes.step}
                aria-current={index === trail.length - 1 ? 'location' : undefined}
                onClick={() => onGo(step.path)}
              >
                {safeText(step.name).replaceAll('\n', '\\n')}
              </button>
              {index > 0 && index < trail.length - 1 ? <span aria-hidden="true">/</span> : null}
            </li>
          ))}
        </ol>
        <CopyButton text={path} label={t('path.copy')} />
      </nav>
      <form onSubmit={submit}>
        <TextInput
          size="xs"
          spellCheck={false}
          autoComplete="off"
          aria-label={t('path.go')}
          placeholder={t('path.go')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </form>
    </div>
  );
}
