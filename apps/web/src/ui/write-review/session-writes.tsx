import '../more-styles.ts';
import { ActionIcon, Button, Modal } from '@mantine/core';
import { History } from 'lucide-react';
import { useState, useSyncExternalStore } from 'react';
import { undoMemory } from '../../api/writes/undo-memory.ts';
import { isUndoable } from '../../api/writes/undo-write.ts';
import { Age } from '../age.tsx';
import { safeText } from '../safe-text.ts';
import { useWords } from '../use-words.ts';
import classes from './session-writes.module.css';
import { undoRequests } from './undo-requests.ts';
import { undoName, undoWord, writeWords } from './write-words.ts';

/** The writes of this tab, to be looked at and undone; nothing while there are none. Loaded lazily, hence the default export. */
export default function SessionWrites() {
  const t = useWords('writes');
  const writes = useSyncExternalStore(undoMemory.subscribe, undoMemory.writes);
  const [opened, setOpened] = useState(false);
  if (writes.length === 0) return null;
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('undo.open')}
        title={t('undo.open')}
        onClick={() => setOpened(true)}
      >
        <History size={16} aria-hidden="true" />
      </ActionIcon>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t('undo.title')} size="lg">
        <ul className={classes.writes}>
          {writes.map((write) => (
            <li key={write.id} data-undone={write.undone || undefined}>
              <div className={classes.words}>
                <span>{writeWords(write, t)}</span>
                <span className={classes.dim}>
                  {safeText(write.items[0]?.ref.namespace ?? '')} {safeText(write.cluster)} ·{' '}
                  <Age created={write.at / 1000} />
                </span>
              </div>
              {isUndoable(write) ? (
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={undoName(write, t)}
                  onClick={() => {
                    setOpened(false);
                    undoRequests.ask(write);
                  }}
                >
                  {t(undoWord(write))}
                </Button>
              ) : (
                <span className={classes.dim}>{t(write.undone ? 'undo.undone' : 'undo.notUndoable')}</span>
              )}
            </li>
          ))}
        </ul>
        <p className={classes.dim}>{t('undo.note')}</p>
      </Modal>
    </>
  );
}
