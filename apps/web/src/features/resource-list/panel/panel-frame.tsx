import { CloseButton } from '@mantine/core';
import { SquareArrowOutUpRight } from 'lucide-react';
import { type ComponentType, Suspense } from 'react';
import { objectPath } from '../../../api/addresses.ts';
import type { ObjectRef } from '../../../api/kube-object.ts';
import { AppLink } from '../../../ui/app-link.tsx';
import { ResizablePane } from '../../../ui/resizable-pane.tsx';
import { safeText } from '../../../ui/safe-text.ts';
import { useWords } from '../../../ui/use-words.ts';
import classes from './panel-frame.module.css';

/** What scrolls must be reachable by keyboard. */
const scrollable = { tabIndex: 0 } as const;

export interface PanelFrameProps {
  readonly target: ObjectRef;
  /** shows the object */
  readonly content: ComponentType<{ readonly target: ObjectRef }>;
  readonly onClose: () => void;
}

/** The place beside the list where an object is looked at. */
export default function PanelFrame({ target, content: Content, onClose }: PanelFrameProps) {
  const t = useWords('pages');
  const { resource, namespace, name } = target;
  return (
    <ResizablePane
      side="right"
      memory="panel"
      initial={40}
      label={t('panel.label', { kind: resource.kind, name: safeText(name) })}
      handleLabel={t('panel.resize')}
    >
      <div className={classes.bar}>
        <span className={classes.where}>
          {resource.kind}
          {namespace === undefined ? '' : ` · ${safeText(namespace)}`}
        </span>
        <AppLink to={objectPath(target)} className={classes.page} title={t('panel.pageHint')}>
          <SquareArrowOutUpRight size={13} aria-hidden="true" /> {t('panel.page')}
        </AppLink>
        <CloseButton size="sm" aria-label={t('panel.close')} onClick={onClose} />
      </div>
      <div className={classes.body} {...scrollable}>
        <Suspense fallback={null}>
          <Content key={`${namespace}/${name}`} target={target} />
        </Suspense>
      </div>
    </ResizablePane>
  );
}
