import { valueAt } from '../../api/read-field.ts';
import { daemonPod } from '../../api/scheduling/daemon-pod.ts';
import type { DetailProps } from '../define-kind.ts';
import SchedulingView from '../scheduling/scheduling-view.tsx';

/** On which nodes a DaemonSet's pods belong and have room; loaded lazily, hence the default export (CTL-41, CTL-53). */
export default function DaemonScheduling(props: DetailProps) {
  return <SchedulingView {...props} made={valueAt(daemonPod(props.object), 'spec')} onePerNode />;
}
