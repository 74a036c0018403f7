import { useEffect, useState } from 'react';
import type { KubeObject } from '../../api/kube-object.ts';
import { onTick } from '../../ui/ticker.ts';
import { FindingLine } from './consequences-list.tsx';
import classes from './delete-form.module.css';
import { leavingOf } from './leaving.ts';

/** Why an object that is being deleted is still there; told anew as its time runs out. Loaded lazily, hence the default export. */
export default function LeavingLines({ departure }: { readonly departure: Pick<KubeObject, 'metadata'> | undefined }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => onTick(() => setNow(Date.now())), []);
  const leaving = departure && leavingOf(departure, now);
  if (leaving === undefined) return null;
  return (
    <ul className={classes.findings}>
      {leaving.reasons.map((finding) => (
        <FindingLine key={`${finding.key} ${JSON.stringify(finding.values ?? {})}`} finding={finding} />
      ))}
    </ul>
  );
}
