import { entriesAt } from '../../api/read-field.ts';
import { FoldText } from '../../ui/fold-text.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import type { DetailProps } from '../define-kind.ts';
import { base64Length } from './base64.ts';
import { byteSize } from './byte-size.ts';

/** Keys in the table at once; a map may have tens of thousands, and the YAML tab has them all. */
const MOST_KEYS = 200;

/** The keys of a ConfigMap with sizes and values; loaded lazily, hence the default export. */
export default function ConfigDataSection({ object }: DetailProps) {
  const t = useWords('kinds');
  const words = useWords('sections');
  const texts = entriesAt(object, 'data').map(([key, value]) => ({ key, text: String(value), binary: false }));
  const binaries = entriesAt(object, 'binaryData').map(([key, value]) => ({ key, text: String(value), binary: true }));
  const entries = [...texts, ...binaries];
  if (entries.length === 0) return <p>{t('data.none')}</p>;
  return (
    <>
      <SimpleTable
        label={t('section.data')}
        columns={[t('col.key'), t('col.size'), t('col.value')]}
        rows={entries.slice(0, MOST_KEYS).map(({ key, text, binary }) => ({
          id: `${binary ? 'binary' : 'text'}/${key}`,
          cells: [
            safeText(key),
            byteSize(binary ? base64Length(text) : new TextEncoder().encode(text).length),
            binary ? (
              t('data.binary')
            ) : text === '' ? (
              words('env.empty')
            ) : (
              <FoldText key="value" text={text} label={t('data.copy', { key })} />
            ),
          ],
        }))}
      />
      {entries.length > MOST_KEYS ? <p>{t('data.more', { count: entries.length - MOST_KEYS })}</p> : null}
    </>
  );
}
