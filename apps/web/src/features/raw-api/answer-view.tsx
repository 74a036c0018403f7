import { Button, Switch } from '@mantine/core';
import { useMemo, useState } from 'react';
import { writeYaml } from '../../api/writes/write-yaml.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { saveFile } from '../../ui/save-file.ts';
import { useWords } from '../../ui/use-words.ts';
import type { RawAnswer } from './ask-raw.ts';
import { JsonTree } from './json-tree.tsx';
import { maskRaw, type Secrecy } from './mask-raw.ts';
import classes from './raw-api-page.module.css';

interface AnswerViewProps {
  readonly answer: RawAnswer;
  readonly secrecy: Secrecy;
}

const LOOKS = ['tree', 'yaml', 'text'] as const;
type Look = (typeof LOOKS)[number];
/** What is put on the page at once; copying and saving take all of it. */
const MOST_CHARS = 300_000;

/** An answer: its status, the headers that matter, how long it took, and its body folded, as YAML or as it came. */
export function AnswerView({ answer, secrecy }: AnswerViewProps) {
  const t = useWords('raw-api');
  const { status, headers, bytes, milliseconds, json, cut, path } = answer;
  const isJson = json !== undefined;
  const [look, setLook] = useState<Look>('tree');
  const [revealed, setRevealed] = useState(false);
  const masked = useMemo(() => maskRaw(json, secrecy), [json, secrecy]);
  const hides = useMemo(() => isJson && JSON.stringify(masked) !== JSON.stringify(json), [isJson, masked, json]);
  const shown = revealed ? json : masked;
  // a body that cannot be read cannot be masked
  const secretText = !isJson && secrecy.ofPath.length > 0 && !revealed;
  const text = useMemo(() => textOf(answer, shown, look), [answer, shown, look]);

  return (
    <section aria-label={t('answer')} className={classes.answer}>
      <dl className={classes.facts}>
        <div>
          <dt>{t('status')}</dt>
          <dd>
            <HealthMark health={status < 400 ? 'ok' : 'failed'} label={String(status)} />
          </dd>
        </div>
        <div>
          <dt>{t('time')}</dt>
          <dd>{t('milliseconds', { milliseconds })}</dd>
        </div>
        <div>
          <dt>{t('size')}</dt>
          <dd>{t('bytes', { count: bytes })}</dd>
        </div>
        {headers.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{safeText(value)}</dd>
          </div>
        ))}
      </dl>
      {cut ? <p role="note">{t('cut')}</p> : null}
      <div className={classes.tools}>
        {isJson ? (
          <Button.Group aria-label={t('look.label')}>
            {LOOKS.map((id) => (
              <Button
                key={id}
                size="compact-sm"
                variant={id === look ? 'filled' : 'default'}
                aria-pressed={id === look}
                onClick={() => setLook(id)}
              >
                {t(`look.${id}`)}
              </Button>
            ))}
          </Button.Group>
        ) : null}
        <CopyButton text={text} label={t('copy')} />
        <Button size="compact-sm" variant="default" onClick={() => save(path, text, look, isJson)}>
          {t('save')}
        </Button>
        {hides || (!isJson && secrecy.ofPath.length > 0) ? (
          <Switch
            size="xs"
            label={t('reveal')}
            checked={revealed}
            onChange={({ currentTarget }) => setRevealed(currentTarget.checked)}
          />
        ) : null}
      </div>
      {isJson && look === 'tree' ? (
        <JsonTree key={String(revealed)} value={shown} />
      ) : secretText ? (
        <p className={classes.dim}>{t('hidden')}</p>
      ) : (
        <>
          <textarea
            className={classes.text}
            readOnly
            aria-label={t('answer')}
            rows={30}
            value={safeText(text.slice(0, MOST_CHARS))}
          />
          {text.length > MOST_CHARS ? <p className={classes.dim}>{t('partly')}</p> : null}
        </>
      )}
    </section>
  );
}

function textOf(answer: RawAnswer, shown: unknown, look: Look): string {
  if (answer.json === undefined) return answer.text;
  if (look === 'yaml' && typeof shown === 'object' && shown !== null && !Array.isArray(shown))
    return writeYaml(shown as Readonly<Record<string, unknown>>);
  return JSON.stringify(shown, null, 2);
}

function save(path: string, text: string, look: Look, isJson: boolean): void {
  const name = (path.split('?')[0] ?? '').split('/').filter(Boolean).slice(-2).join('-') || 'answer';
  const kind = !isJson ? 'txt' : look === 'yaml' ? 'yaml' : 'json';
  saveFile(`${name}.${kind}`, [text], 'text/plain;charset=utf-8');
}
