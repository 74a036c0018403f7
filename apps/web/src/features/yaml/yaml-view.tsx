// Switch builds on it; it is no part of the first page's styles.
import '@mantine/core/styles/InlineInput.css';
import { Button, Loader, Switch } from '@mantine/core';
import { CopyPlus, Download, Pencil, Search } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { recall, remember } from '../../api/browser-memory.ts';
import { maskSecrets } from '../../api/writes/mask-secrets.ts';
import { withoutManagedFields } from '../../api/writes/order-fields.ts';
import type { DetailProps } from '../../kinds/define-kind.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { useWords } from '../../ui/use-words.ts';
import { cleanObject } from './clean-copy.ts';
import type { Viewer } from './create-viewer.ts';
import { useMissingRight } from './use-missing-right.ts';
import { useYamlText } from './use-yaml-text.ts';
import classes from './yaml-tab.module.css';
import { YamlViewer } from './yaml-viewer.tsx';

const WRAP_KEY = 'yaml.wrap';

interface YamlViewProps extends DetailProps {
  readonly secretFields: readonly string[];
  /** stands above the text */
  readonly notice: ReactNode;
  /** undefined: not now, a draft waits for its word */
  readonly onEdit: (() => void) | undefined;
  readonly onCopy: () => void;
}

/** The object as text, live and read-only: what is shown is what is copied and downloaded. */
export function YamlView({ target, object, secretFields, notice, onEdit, onCopy }: YamlViewProps) {
  const t = useWords('yaml');
  const [managed, setManaged] = useState(false);
  const [clean, setClean] = useState(false);
  const [json, setJson] = useState(false);
  const [revealed, setRevealed] = useState(false);
  const [wrap, setWrap] = useState(() => recall(WRAP_KEY) === 'on');
  const viewer = useRef<Viewer>(null);
  const format = json ? 'json' : 'yaml';
  const { verbs } = target.resource;
  const mayNotEdit = useMissingRight(target, 'update');
  const mayNotCreate = useMissingRight(target, 'create');

  const shown = useMemo(() => {
    const masked = secretFields.length > 0 && !revealed ? maskSecrets(object, secretFields) : object;
    return clean ? cleanObject(masked) : managed ? masked : withoutManagedFields(masked);
  }, [object, managed, clean, revealed, secretFields]);
  const { text, error } = useYamlText(shown, format);

  useEffect(() => {
    // The browser's own search sees only the lines on screen: the editor keeps the others out of the page.
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      if (viewer.current === null || event.defaultPrevented) return;
      event.preventDefault();
      viewer.current.openSearch();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  if (text === undefined)
    return error === undefined ? (
      <div role="status" aria-label={t('writing')} className={classes.waiting}>
        <Loader size="sm" />
      </div>
    ) : (
      <p role="alert">
        {t('failed')} <code>{error}</code>
      </p>
    );
  return (
    <div>
      {notice}
      <div className={classes.toolbar} role="toolbar" aria-label={t('toolbar')}>
        {verbs.includes('update') && onEdit !== undefined ? (
          <Button
            size="compact-sm"
            leftSection={<Pencil size={14} aria-hidden="true" />}
            // not `disabled`: the reason must be reachable by keyboard
            aria-disabled={mayNotEdit !== undefined || undefined}
            data-disabled={mayNotEdit !== undefined}
            title={mayNotEdit}
            onClick={mayNotEdit === undefined ? onEdit : undefined}
          >
            {t('edit')}
          </Button>
        ) : null}
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Search size={14} aria-hidden="true" />}
          onClick={() => viewer.current?.openSearch()}
        >
          {t('search')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Download size={14} aria-hidden="true" />}
          onClick={() => saveFile(`${target.name}.${format}`, [text], `application/${format}`)}
        >
          {t('download')}
        </Button>
        {verbs.includes('create') ? (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<CopyPlus size={14} aria-hidden="true" />}
            aria-disabled={mayNotCreate !== undefined || undefined}
            data-disabled={mayNotCreate !== undefined}
            title={mayNotCreate}
            onClick={mayNotCreate === undefined ? onCopy : undefined}
          >
            {t('duplicate')}
          </Button>
        ) : null}
        <CopyButton text={text} label={t(json ? 'copyJson' : 'copy')} />
        <span className={classes.space} />
        {secretFields.length === 0 ? null : (
          <Switch size="xs" label={t('reveal')} checked={revealed} onChange={() => setRevealed(!revealed)} />
        )}
        <Switch size="xs" label={t('json')} checked={json} onChange={() => setJson(!json)} />
        <Switch size="xs" label={t('clean')} checked={clean} onChange={() => setClean(!clean)} />
        {clean ? null : (
          <Switch size="xs" label={t('managedFields')} checked={managed} onChange={() => setManaged(!managed)} />
        )}
        <Switch
          size="xs"
          label={t('wrap')}
          checked={wrap}
          onChange={() => {
            remember(WRAP_KEY, wrap ? 'off' : 'on');
            setWrap(!wrap);
          }}
        />
      </div>
      <YamlViewer text={text} wrap={wrap} label={t('label', { name: target.name })} viewer={viewer} />
    </div>
  );
}
