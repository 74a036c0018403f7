import type { Words } from '../../ui/use-words.ts';
import type { ExtraColumn, Health, RowView } from '../define-kind.ts';
import { listField } from '../row-fields.ts';

const ALL = 'status.containerStatuses[*].';
/** Init containers that have not completed: those that run now, and sidecars, which never end. */
const INIT = 'status.initContainerStatuses[*].';
const PARTS = ['name', 'ready', 'restartCount', 'state.terminated.reason', 'state.waiting.reason'] as const;

/** What the squares are drawn from. Small: of a healthy pod only names, readiness and restarts travel. */
export const CONTAINER_FIELDS = [ALL, INIT].flatMap((list) => PARTS.map((part) => `${list}${part}`));

interface Container {
  readonly name: string;
  readonly ready: boolean;
  readonly restarts: number;
  /** why it waits or has ended; "" while it runs */
  readonly reason: string;
  readonly ended: boolean;
}

/** READY with a square per container; the tooltip names each with its state and restarts. */
export const containersColumn: ExtraColumn = {
  id: 'ready',
  header: 'Ready',
  text: (view) => view.cell('Ready'),
  draw: (view) => {
    const squares = containersOf(view).map(toneOf);
    return squares.length === 0 ? undefined : { squares };
  },
  describe: (view, t) =>
    containersOf(view)
      .map((container) => sentence(container, t))
      .join(t('list.separator')),
};

function containersOf(view: RowView): readonly Container[] {
  const running = read(view, INIT).filter(({ ended, reason }) => !ended || reason !== 'Completed');
  return [...running, ...read(view, ALL)];
}

function read(view: RowView, list: string): readonly Container[] {
  const [names, ready, restarts, ended, waiting] = PARTS.map((part) => listField(view, `${list}${part}`));
  return (names ?? []).map((name, i) => ({
    name: String(name),
    ready: ready?.[i] === true,
    restarts: Number(restarts?.[i] ?? 0),
    reason: String(ended?.[i] ?? waiting?.[i] ?? ''),
    ended: typeof ended?.[i] === 'string',
  }));
}

function toneOf({ ready, reason, ended }: Container): Health {
  if (ready) return 'ok';
  if (reason === '') return 'warning';
  if (reason === 'Completed') return 'stopped';
  return !ended && (reason === 'ContainerCreating' || reason === 'PodInitializing') ? 'progressing' : 'failed';
}

function sentence({ name, ready, restarts, reason }: Container, t: Words): string {
  const state = reason || (ready ? t('list.running') : t('list.notReady'));
  return restarts === 0 ? `${name}: ${state}` : `${name}: ${state}, ${t('list.restarts', { count: restarts })}`;
}
