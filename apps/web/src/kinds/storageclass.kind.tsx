import { Archive } from 'lucide-react';
import { textAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';
import { pairsText } from './pointers.ts';

export default defineKind({
  resources: ['storage.k8s.io/v1/storageclasses', 'storage.k8s.io/v1beta1/storageclasses'],
  group: 'config',
  order: 50,
  icon: Archive,
  immutable: ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'],
  facts: (storageClass) => [
    { label: 'fact.provisioner', value: textAt(storageClass, 'provisioner') },
    {
      label: 'fact.default',
      value: storageClass.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] ?? '',
    },
    { label: 'fact.reclaimPolicy', value: textAt(storageClass, 'reclaimPolicy') },
    { label: 'fact.bindingMode', value: textAt(storageClass, 'volumeBindingMode') },
    { label: 'fact.expansion', value: textAt(storageClass, 'allowVolumeExpansion') },
    { label: 'fact.parameters', value: pairsText(storageClass, 'parameters', ', ') },
  ],
});
