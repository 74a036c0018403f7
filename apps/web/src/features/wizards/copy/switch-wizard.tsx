import { Radio } from '@mantine/core';
import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Radio.css';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { KubeObject } from '../../../api/kube-object.ts';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { safeText } from '../../../ui/safe-text.ts';
import { useWords } from '../../../ui/use-words.ts';
import { selectorText } from '../deploy/service-object.ts';
import { PlanReview } from '../plan/plan-review.tsx';
import { useObjects } from '../use-objects.ts';
import { useStartObject } from '../use-start-object.ts';
import type { WizardProps } from '../wizard-props.ts';
import classes from '../wizards.module.css';
import { templateContainers } from './copy-plan.ts';
import { alsoPicked, type Side, selectorFor, sidesOf, switchPlan } from './switch-plan.ts';

/** Sends the traffic of a Service to another Deployment, and back (CTL-39). */
export default function SwitchWizard(props: WizardProps) {
  const { cluster, start } = props;
  const { object, problem, refresh } = useStartObject(cluster, { ...start, group: '', plural: 'services' });
  const deployments = useObjects(cluster, 'deployments', start['namespace'] ?? '');
  if (problem !== undefined) return <ProblemView problem={problem} />;
  if (object === undefined || deployments === undefined) return null;
  return <Switcher cluster={cluster} service={object} deployments={deployments} onDone={() => void refresh()} />;
}

interface SwitcherProps {
  readonly cluster: string;
  readonly service: KubeObject;
  readonly deployments: readonly KubeObject[];
  /** the Service is another than was read */
  readonly onDone: () => void;
}

function Switcher({ cluster, service, deployments, onDone }: SwitcherProps) {
  const t = useWords('deploy');
  const sides = sidesOf(service, deployments);
  const [chosen, setChosen] = useState<string>();
  const side = sides.find(({ workload }) => workload.metadata.name === chosen && !isAlone(workload, sides));
  const others = sides.filter((each) => each !== side).map(({ workload }) => workload);
  const selector = side === undefined ? {} : selectorFor(service, side.workload, others);
  const also = side === undefined ? [] : alsoPicked(selector, others);
  const namespace = service.metadata.namespace ?? '';
  return (
    <div className={classes.columns}>
      <div className={classes.form}>
        <p className={classes.dim}>
          {t('switch.of', { name: safeText(service.metadata.name), namespace: safeText(namespace) })}
        </p>
        {sides.length < 2 ? <p className={classes.warning}>{t('switch.tooFew')}</p> : null}
        <Radio.Group label={t('switch.to')} value={chosen ?? ''} onChange={setChosen}>
          <div className={classes.sides}>
            {sides.map(({ workload, ready, desired, isOn }) => {
              const { name } = workload.metadata;
              const images = templateContainers(workload).map(({ image }) => image);
              return (
                <Radio
                  key={name}
                  size="xs"
                  value={name}
                  disabled={isAlone(workload, sides)}
                  label={
                    <>
                      <strong>{safeText(name)}</strong> {t('switch.ready', { ready, desired })}
                      {isOn ? <span className={classes.on}>{t('switch.on')}</span> : null}
                    </>
                  }
                  description={safeText(images.join(', '))}
                />
              );
            })}
          </div>
        </Radio.Group>
        {side !== undefined && side.ready < Math.max(1, side.desired) ? (
          <p className={classes.warning} role="alert">
            <TriangleAlert size={16} aria-hidden="true" />
            <span>{t(side.ready === 0 ? 'switch.noneReady' : 'switch.someReady', { ...side })}</span>
          </p>
        ) : null}
        {also.length === 0 ? null : (
          <p className={classes.warning} role="alert">
            <TriangleAlert size={16} aria-hidden="true" />
            <span>{safeText(t('switch.also', { names: also.join(', ') }))}</span>
          </p>
        )}
        {side === undefined ? null : (
          <p className={classes.dim}>
            {t('switch.plan', {
              before: safeText(selectorText((service['spec'] as { selector?: object } | undefined)?.selector ?? {})),
              after: safeText(selectorText(selector)),
            })}
          </p>
        )}
      </div>
      <PlanReview
        cluster={cluster}
        plan={side === undefined ? [] : switchPlan(service, selector)}
        fault={side === undefined ? t('switch.choose') : undefined}
        verb={t('switch.go')}
        onDone={() => {
          setChosen(undefined);
          onDone();
        }}
      />
    </div>
  );
}

/** The Service sends everything to it already. */
function isAlone(workload: KubeObject, sides: readonly Side[]): boolean {
  const on = sides.filter(({ isOn }) => isOn);
  return on.length === 1 && on[0]?.workload === workload;
}
