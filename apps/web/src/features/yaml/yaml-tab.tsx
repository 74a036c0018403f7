// Switch builds on it; it is no part of the first page's styles.
import '@mantine/core/styles/InlineInput.css';
import { Button, Loader, Switch } from '@mantine/core';
import { Download, Search } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { recall, remember } from '../../api/browser-memory.ts';
import { maskSecrets } from '../../api/writes/mask-secrets.ts';
import { withoutManagedFields } from '../../api/writes/order-fields.ts';
import type { DetailProps } from '../../kinds/define-kind.ts';
import { useKind } from '../../kinds/kinds-context.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { useWords } from '../../ui/use-words.ts';
import type { Viewer } from './create-viewer.ts';
import { downloadText } from './download-text.ts';
import { useYamlText } from './use-yaml-text.ts';
import classes from './yaml-tab.module.css';
import { YamlViewer } from './yaml-viewer.tsx';

const WRAP_KEY = 'yaml.wrap';
const NOTHING_SECRET: readonly string[] = [];

/** The object as YAML, live and read-only; loaded lazily, hence the default export. */
export default function YamlTab({ target, object }: DetailProps) {
  const t = useWords('yaml');
  const secretFields = useKind(target.resource)?.secretFields ?? NOTHING_SECRET;
  const [managed, setManaged] = useState(false);
  const [revealed, setRevealed] = useState(false);
  const [wrap, setWrap] = useState(() => recall(WRAP_KEY) === 'on');
  const viewer = useRef<Viewer>(null);

  const shown = useMemo(() => {
    const bare = managed ? object : withoutManagedFields(object);
    return secretFields.length > 0 && !revealed ? maskSecrets(bare, secretFields) : bare;
  }, [object, managed, revealed, secretFields]);
  const { text, error } = useYamlText(shown);

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
    <div className={classes.tab}>
      <div className={classes.toolbar} role="toolbar" aria-label={t('toolbar')}>
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
          onClick={() => downloadText(`${target.name}.yaml`, text)}
        >
          {t('download')}
        </Button>
        <CopyButton text={text} label={t('copy')} />
        <span className={classes.space} />
        {secretFields.length === 0 ? null : (
          <Switch size="xs" label={t('reveal')} checked={revealed} onChange={() => setRevealed(!revealed)} />
        )}
        <Switch size="xs" label={t('managedFields')} checked={managed} onChange={() => setManaged(!managed)} />
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
