import { Button } from '@mantine/core';
import { useState } from 'react';
import { entriesAt } from '../../api/read-field.ts';
import { FoldText } from '../../ui/fold-text.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import type { DetailProps } from '../define-kind.ts';
import { base64Bytes, base64Length, utf8Text } from './base64.ts';
import { byteSize } from './byte-size.ts';

/** Keys in the table at once; the YAML tab has them all. */
const MOST_KEYS = 200;

/**
 * The keys of a Secret with sizes; each value is decoded and shown only after a click on that key. Loaded lazily, hence the
 * default export.
 */
export default function SecretDataSection({ object }: DetailProps) {
  const t = useWords('kinds');
  const [revealed, setRevealed] = useState<ReadonlySet<string>>(new Set());
  const entries = entriesAt(object, 'data');
  if (entries.length === 0) return <p>{t('data.none')}</p>;

  function toggle(key: string): void {
    const next = new Set(revealed);
    if (!next.delete(key)) next.add(key);
    setRevealed(next);
  }

  return (
    <>
      <SimpleTable
        label={t('section.data')}
        columns={[t('col.key'), t('col.size'), t('col.value')]}
        rows={entries.slice(0, MOST_KEYS).map(([key, value]) => ({
          id: key,
          cells: [
            safeText(key),
            byteSize(base64Length(String(value))),
            <div key="value">
              {revealed.has(key) ? (
                <Revealed encoded={String(value)} name={key} />
              ) : (
                <span aria-hidden="true">••••••••</span>
              )}{' '}
              <Button
                size="compact-xs"
                variant="default"
                aria-pressed={revealed.has(key)}
                aria-label={t(revealed.has(key) ? 'data.hideKey' : 'data.revealKey', { key })}
                onClick={() => toggle(key)}
              >
                {revealed.has(key) ? t('data.hide') : t('data.reveal')}
              </Button>
            </div>,
          ],
        }))}
      />
      {entries.length > MOST_KEYS ? <p>{t('data.more', { count: entries.length - MOST_KEYS })}</p> : null}
    </>
  );
}

function Revealed({ encoded, name }: { readonly encoded: string; readonly name: string }) {
  const t = useWords('kinds');
  const bytes = base64Bytes(encoded);
  const text = bytes === undefined ? undefined : utf8Text(bytes);
  // What is no text is shown as the API has it: base64.
  return <FoldText text={text ?? encoded} label={t('data.copy', { key: name })} />;
}
