import type { DetailProps } from '../../kinds/define-kind.ts';

/** The logs tab of a pod; loaded lazily, hence the default export. */
export default function LogTab({ target }: DetailProps) {
  return <div>{target.name}</div>;
}
