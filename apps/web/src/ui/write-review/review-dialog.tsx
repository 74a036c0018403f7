import { Loader, Modal } from '@mantine/core';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Fault } from '../../api/writes/fault.ts';
import { reviewPorts } from '../../api/writes/review-ports.ts';
import { ReviewSession } from '../../api/writes/review-session.ts';
import { undoMemory } from '../../api/writes/undo-memory.ts';
import { safeText } from '../safe-text.ts';
import { useWords } from '../use-words.ts';
import { GoneView } from './gone-view.tsx';
import { ReadyView } from './ready-view.tsx';
import { RefusedWrite } from './refused-write.tsx';
import classes from './review-dialog.module.css';
import type { ReviewProps } from './review-props.ts';
import { ThreeWayView } from './three-way-view.tsx';
import { useLatest } from './use-latest.ts';
import { useReviewFaults } from './use-review-faults.ts';
import { WrittenView } from './written-view.tsx';

/**
 * What a save would do, before it does it: the API server's dry run beside what is there, its warnings, whose fields are written over;
 * then the write, and whether it stays. Loaded lazily, hence the default export.
 */
export default function ReviewDialog(props: ReviewProps) {
  const { target, method, base, onWritten, onFaults, onText, onClose } = props;
  const t = useWords('writes');
  const [session] = useState(
    () =>
      new ReviewSession(
        {
          target,
          text: props.text,
          base,
          method,
          onWritten: (before, after) => {
            undoMemory.rememberObject(target, before, after);
            onWritten(after);
          },
        },
        reviewPorts,
      ),
  );
  const state = useSyncExternalStore(session.subscribe, session.getSnapshot);
  const faults = useReviewFaults(state, props.schemas, target);
  useEffect(() => {
    void session.check();
    return () => session.stop();
  }, [session]);

  const tellFaults = useLatest(onFaults);
  useEffect(() => {
    if (faults !== undefined) tellFaults.current(faults);
  }, [faults, tellFaults]);

  const goTo = (fault: Fault) => {
    onFaults(faults ?? [], fault);
    onClose();
  };
  const takeText = (text: string) => {
    onText(text);
    onClose();
  };
  const secretFields = useMemo(
    () =>
      props.secretFields ?? (target.resource.group === '' && target.resource.resource === 'secrets' ? SECRET : NONE),
    [props.secretFields, target],
  );
  const common = { t, session, target, secretFields };
  return (
    <Modal
      opened
      onClose={onClose}
      size="min(1500px, 96vw)"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('review.dismiss') }}
      title={t('review.title', { kind: safeText(target.resource.kind), name: safeText(target.name) })}
    >
      {state.step === 'checking' ? (
        <p role="status" className={classes.waiting}>
          <Loader size="sm" /> {t('review.checking')}
        </p>
      ) : state.step === 'changed' ? (
        <ThreeWayView
          key={state.live.metadata.resourceVersion}
          {...common}
          state={state}
          {...(props.baseText === undefined ? {} : { baseText: props.baseText })}
          onMerged={(text) => {
            onText(text);
            void session.checkMerged(text, state.live);
          }}
          onClose={onClose}
        />
      ) : state.step === 'gone' ? (
        <GoneView t={t} session={session} onClose={onClose} />
      ) : state.step === 'refused' || state.step === 'unreadable' ? (
        <RefusedWrite
          {...common}
          state={state}
          faults={faults ?? []}
          {...(props.schemas === undefined ? {} : { schemas: props.schemas })}
          onGoTo={goTo}
          onText={takeText}
          onClose={onClose}
        />
      ) : state.step === 'written' ? (
        <WrittenView t={t} state={state} secretFields={secretFields} onClose={onClose} />
      ) : (
        <ReadyView {...common} state={state} faults={faults ?? []} onGoTo={goTo} onText={onText} onClose={onClose} />
      )}
    </Modal>
  );
}

const SECRET: readonly string[] = ['data', 'stringData'];
const NONE: readonly string[] = [];
