import { Button } from '@mantine/core';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from './detail-page.module.css';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly error: unknown;
  readonly failed: boolean;
}

/** Keeps what breaks in one panel (an object of an unforeseen shape, a chunk that cannot be loaded) within that panel. */
export class PanelBoundary extends Component<Props, State> {
  override state: State = { error: undefined, failed: false };

  static getDerivedStateFromError(error: unknown): State {
    return { error, failed: true };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error('A panel of the detail page failed', error, info.componentStack);
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return <Failed error={this.state.error} retry={() => this.setState({ error: undefined, failed: false })} />;
  }
}

function Failed({ error, retry }: { readonly error: unknown; readonly retry: () => void }) {
  const t = useWords('detail');
  return (
    <div role="alert" className={classes.failed}>
      <p>{t('panel.failed')}</p>
      <details>
        <summary>{t('panel.details')}</summary>
        <pre>{safeText(String(error))}</pre>
      </details>
      <Button size="compact-sm" variant="default" onClick={retry}>
        {t('panel.retry')}
      </Button>
    </div>
  );
}
