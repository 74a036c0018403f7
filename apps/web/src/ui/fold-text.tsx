import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from './copy-button.tsx';
import classes from './fold-text.module.css';
import { SafeLink, safeHref } from './safe-link.tsx';
import { safeText } from './safe-text.ts';

const SHORT = 160;
/** A text of a few lines is shown as it is: what is laid out in lines is read as a whole. */
const FEW = { lines: 8, characters: 600 };
/** What is put on the page at once when a long value is opened; the copy button has all of it. */
const MOST = 100_000;

/**
 * A value of any length, of a cluster's making: long ones folded, JSON laid out on demand, http(s) addresses as links,
 * copied whole.
 */
export function FoldText({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useTranslation('detail');
  const [open, setOpen] = useState(false);
  const [pretty, setPretty] = useState(false);
  const long = text.length > SHORT || text.includes('\n');
  const json = open ? layOut(text) : undefined;
  const shown = pretty && json !== undefined ? json : text;

  if (!long)
    return (
      <span className={classes.short}>
        {safeHref(text) === undefined ? safeText(text) : <SafeLink href={text} />}
        <CopyButton text={text} label={label} />
      </span>
    );
  const lines = text.split('\n').length;
  if (lines > 1 && lines <= FEW.lines && text.length <= FEW.characters && layOut(text) === undefined)
    return (
      <span className={classes.short}>
        <span className={classes.lines}>{safeText(text)}</span>
        <CopyButton text={text} label={label} />
      </span>
    );
  return (
    <div className={classes.long}>
      {open ? (
        <>
          <textarea
            className={classes.text}
            readOnly
            aria-label={label}
            rows={Math.min(20, Math.max(3, shown.slice(0, MOST).split('\n').length))}
            value={safeText(shown.slice(0, MOST))}
          />
          {shown.length > MOST ? <p>{t('fold.cut', { shown: MOST, total: shown.length })}</p> : null}
        </>
      ) : (
        <span className={classes.start}>{safeText(text.slice(0, SHORT).split('\n')[0] ?? '')}…</span>
      )}
      <span className={classes.buttons}>
        <Button
          className={classes.button}
          size="compact-xs"
          variant="subtle"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? t('fold.less') : t('fold.more', { count: text.length })}
        </Button>
        {json === undefined ? null : (
          <Button
            className={classes.button}
            size="compact-xs"
            variant="subtle"
            aria-pressed={pretty}
            onClick={() => setPretty(!pretty)}
          >
            {t('fold.json')}
          </Button>
        )}
        <CopyButton text={text} label={label} />
      </span>
    </div>
  );
}

/** JSON with an indent; undefined when the text is not a JSON object or array. */
function layOut(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return undefined;
  }
}
