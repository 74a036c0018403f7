import { problem } from '@quarterdeck/shared/problem';
import { Component, type ReactNode } from 'react';
import { recall, remember } from '../api/browser-memory.ts';
import { ProblemView } from '../ui/problem-view.tsx';
import { isMissingChunk, mayReload } from './missing-chunk.ts';

interface Props {
  /** a change of this forgets the error: a broken page does not take the next one with it */
  readonly resetKey: string;
  readonly children: ReactNode;
}

interface State {
  readonly error: unknown;
  readonly failedAt: string | undefined;
}

/** Keeps a page that fails from taking the frame away. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: undefined, failedAt: undefined };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps({ resetKey }: Props, { failedAt, error }: State): Partial<State> | null {
    if (error === undefined) return { failedAt: resetKey };
    return failedAt === resetKey ? null : { error: undefined, failedAt: resetKey };
  }

  /** What could not be fetched is fetched again with the page: the network had changed, or a newer version was installed. */
  override componentDidCatch(error: unknown): void {
    if (isMissingChunk(error) && mayReload({ recall, remember }, Date.now())) location.reload();
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    // a chunk that is gone (a newer version was installed) and a fault in a page both end with a fresh page
    const shown = problem('qd.internal', 'A page failed', {
      detail: error instanceof Error ? String(error.stack) : String(error),
    });
    return <ProblemView problem={shown} onRetry={() => location.reload()} />;
  }
}
