import type { DetailProps } from '../../kinds/define-kind.ts';

/** The shell tab of a pod; loaded lazily, hence the default export. */
export default function TerminalTab({ target }: DetailProps) {
  return <div>{target.name}</div>;
}
