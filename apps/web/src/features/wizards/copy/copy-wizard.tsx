import { useState } from 'react';
import { objectPath, wizardPath } from '../../../api/addresses.ts';
import type { DiscoveredResource, KubeObject } from '../../../api/kube-object.ts';
import { useNamespaces } from '../../../api/use-namespaces.ts';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { safeText } from '../../../ui/safe-text.ts';
import { useWords } from '../../../ui/use-words.ts';
import { ChipInput } from '../chip-input.tsx';
import { ChoiceField } from '../deploy/choice-field.tsx';
import { isPair, pairTexts, readPairs } from '../deploy/pair-texts.ts';
import { PlanReview } from '../plan/plan-review.tsx';
import { TextField } from '../text-field.tsx';
import { useObjects } from '../use-objects.ts';
import { useStartObject } from '../use-start-object.ts';
import type { WizardProps } from '../wizard-props.ts';
import classes from '../wizards.module.css';
import {
  type CopyInput,
  copyFault,
  copyName,
  copyPlan,
  initialCopy,
  PURPOSES,
  servicesOf,
  tellingLabels,
  templateContainers,
} from './copy-plan.ts';

/** A second workload made of one that is there (CTL-39, CTL-68): by itself, as a canary, or as the other half of blue and green. */
export default function CopyWizard(props: WizardProps) {
  const { object, resource, problem } = useStartObject(props.cluster, props.start);
  if (problem !== undefined) return <ProblemView problem={problem} />;
  return object === undefined || resource === undefined ? null : (
    <Copier {...props} object={object} resource={resource} />
  );
}

interface CopierProps extends WizardProps {
  readonly object: KubeObject;
  readonly resource: DiscoveredResource;
}

function Copier({ cluster, start, navigate, editText, object, resource }: CopierProps) {
  const t = useWords('deploy');
  const [input, setInput] = useState<CopyInput>(() =>
    initialCopy(object, PURPOSES.find((each) => each === start['purpose']) ?? 'apart'),
  );
  const { purpose, name, namespace, replicas, images, telling } = input;
  const namespaces = useNamespaces(cluster, { enabled: true });
  const services = useObjects(cluster, 'services', namespace);
  const fault = copyFault(object, input);
  const reached = services === undefined ? undefined : servicesOf(object, input, services);
  const set = (change: Partial<CopyInput>) => setInput({ ...input, ...change });

  function done(): void {
    const service = services?.find(({ metadata }) => servicesOfFirst.includes(metadata.name))?.metadata.name;
    const page = objectPath({ cluster, resource, namespace, name });
    navigate(
      purpose === 'blue-green' && service !== undefined
        ? wizardPath(cluster, 'switch', { plural: 'services', namespace, name: service })
        : page,
    );
  }
  const servicesOfFirst = servicesOf(object, { ...input, telling: {} }, services ?? []);

  return (
    <div className={classes.columns}>
      <div className={classes.form}>
        <p className={classes.dim}>
          {t('copy.of', { kind: object.kind, name: safeText(object.metadata.name), namespace: safeText(namespace) })}
        </p>
        <ChoiceField
          label={t('copy.purpose')}
          description={t(`purposeHint.${purpose}`)}
          value={purpose}
          values={resource.resource === 'deployments' ? PURPOSES : ['apart']}
          words={(value) => t(`purpose.${value}`)}
          onChange={(next) => setInput({ ...initialCopy(object, next), namespace, images })}
        />
        <TextField
          label={t('field.name')}
          value={name}
          error={fault === 'name' || fault === 'sameName' ? t(`fault.${fault}`) : undefined}
          onChange={(value) => {
            const next = value.trim();
            // labels that nobody has touched go with the name
            const isOwn = JSON.stringify(telling) === JSON.stringify(tellingLabels(object, name, purpose));
            set({ name: next, ...(isOwn ? { telling: tellingLabels(object, next, purpose) } : {}) });
          }}
        />
        <TextField
          label={t('field.namespace')}
          value={namespace}
          suggestions={namespaces.names ?? []}
          error={fault === 'namespace' && namespace !== '' ? t('fault.namespace') : undefined}
          onChange={(value) => set({ namespace: value.trim() })}
        />
        {resource.resource === 'daemonsets' ? null : (
          <TextField
            label={t('field.replicas')}
            value={replicas}
            error={fault === 'replicas' ? t('fault.replicas') : undefined}
            onChange={(value) => set({ replicas: value.trim() })}
          />
        )}
        {templateContainers(object).map(({ container, image }) => (
          <TextField
            key={container}
            label={t('copy.image', { container: safeText(container) })}
            value={images[container] ?? image}
            error={fault === 'image' ? t('fault.image') : undefined}
            onChange={(value) => set({ images: { ...images, [container]: value.trim() } })}
          />
        ))}
        <ChipInput
          label={t('copy.telling')}
          description={t(purpose === 'canary' ? 'copy.tellingCanary' : 'copy.tellingHint')}
          values={pairTexts(telling)}
          faultOf={(text) => (isPair(text) ? undefined : t('fault.pair'))}
          onChange={(values) => set({ telling: readPairs(values) })}
        />
        {reached === undefined ? null : (
          <p className={classes.dim} role="status">
            {reached.length === 0
              ? t('copy.noServices')
              : t('copy.services', { names: safeText(reached.join(', ')), count: reached.length })}
          </p>
        )}
        {purpose === 'blue-green' && servicesOfFirst.length > 0 && services !== undefined ? (
          <p className={classes.dim}>{t('copy.switchLater', { names: safeText(servicesOfFirst.join(', ')) })}</p>
        ) : null}
      </div>
      <PlanReview
        cluster={cluster}
        plan={copyPlan(object, input, resource.resource)}
        fault={fault === undefined ? undefined : t(`fault.${fault}`)}
        verb={t('copy.make', { name: safeText(name || copyName(object.metadata.name, purpose)) })}
        onDone={done}
        onEdit={editText}
      />
    </div>
  );
}
