/** Folders with a kustomization, as a person would drop them: path → text. The folder to build is "." unless it says otherwise. */
export interface KustomizeCase {
  readonly id: string;
  readonly build?: string;
  readonly files: Readonly<Record<string, string>>;
  /** kustomize 2.0 (kubectl 1.14 to 1.20) lacks fields of it, or hashes and orders in another way */
  readonly newestOnly?: true;
}

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: {app: web}
spec:
  replicas: 1
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      serviceAccountName: runner
      imagePullSecrets:
      - name: pull
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
          - labelSelector:
              matchLabels: {app: web}
            topologyKey: kubernetes.io/hostname
      initContainers:
      - name: init
        image: registry.example.com:5000/tools/init
      containers:
      - name: web
        image: nginx:1.14
        ports:
        - containerPort: 80
        env:
        - name: LEVEL
          valueFrom: {configMapKeyRef: {name: settings, key: level}}
        - name: PASSWORD
          valueFrom: {secretKeyRef: {name: login, key: password}}
        envFrom:
        - configMapRef: {name: settings}
        - secretRef: {name: login}
        volumeMounts:
        - {name: settings, mountPath: /etc/web}
        resources: {limits: {cpu: 500m, memory: 64Mi}}
      - name: side
        image: busybox@sha256:0000000000000000000000000000000000000000000000000000000000000000
        args: ["--a", "--b"]
      volumes:
      - name: settings
        configMap: {name: settings}
      - name: all
        projected:
          sources:
          - secret: {name: login}
          - configMap: {name: settings}
      - name: data
        persistentVolumeClaim: {claimName: data}
      - name: secret
        secret: {secretName: login}
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: {app: web}
  ports:
  - {port: 80, name: http}
`;

const MORE = `apiVersion: v1
kind: ServiceAccount
metadata: {name: runner}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec:
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 1Gi}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: runner}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: runner}
subjects:
- {kind: ServiceAccount, name: runner, namespace: old}
- {kind: ServiceAccount, name: default, namespace: old}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: runner}
rules:
- {apiGroups: [""], resources: [configmaps], verbs: [get]}
---
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  maxReplicas: 3
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  tls:
  - {hosts: [web.example.com], secretName: login}
  rules:
  - host: web.example.com
    http:
      paths:
      - path: /
        pathType: Prefix
        backend: {service: {name: web, port: {number: 80}}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: web
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers:
      - {name: db, image: "mysql:5.6"}
  volumeClaimTemplates:
  - metadata: {name: data}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec:
  schedule: "0 0 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
          - {name: run, image: nginx, envFrom: [{configMapRef: {name: settings}}]}
---
apiVersion: v1
kind: Namespace
metadata: {name: own}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: only}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress:
  - from:
    - podSelector: {matchLabels: {app: db}}
    - podSelector: {}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
`;

const GENERATED = `configMapGenerator:
- name: settings
  literals:
  - level=info
  - quoted="a b"
  - equals=a=b
  files:
  - app.conf
  - other=app.conf
  envs:
  - app.env
secretGenerator:
- name: login
  literals:
  - password=s3cret
`;
const INPUTS = {
  'app.conf': 'one\ntwo <three> & "four"\n',
  'app.env': '# words\n\nCOLOUR=green\nEMPTY=\n',
};

const base = (more: string): Record<string, string> => ({
  'kustomization.yaml': `resources: [web.yaml]\n${more}`,
  'web.yaml': WEB,
});

export const KUSTOMIZE_CASES: readonly KustomizeCase[] = [
  { id: 'resources', files: base('') },
  { id: 'generators', files: { ...base(GENERATED), ...INPUTS }, newestOnly: true },
  {
    id: 'tutorial',
    newestOnly: true,
    files: base('secretGenerator:\n- name: login\n  literals:\n  - password=YOUR_PASSWORD\n'),
  },
  {
    id: 'generator-options',
    newestOnly: true,
    files: {
      ...base(`generatorOptions:
  labels: {made: by-kustomize}
  annotations: {note: generated}
  immutable: true
configMapGenerator:
- name: settings
  literals: [level=debug]
  options:
    labels: {own: label}
- name: plain
  literals: [a=b]
  options: {disableNameSuffixHash: true}
secretGenerator:
- name: login
  type: kubernetes.io/tls
  files: [tls.crt=cert.txt, tls.key=cert.txt]
`),
      'cert.txt': `-----BEGIN-----\n${'MIIBfDCCASGgAwIBAgIUXlmoxZK'.repeat(12)}\n-----END-----\n`,
    },
  },
  {
    id: 'no-hash',
    files: base(
      'generatorOptions: {disableNameSuffixHash: true}\nconfigMapGenerator:\n- name: settings\n  literals: [a=b]\n',
    ),
  },
  {
    id: 'names-and-place',
    newestOnly: true,
    files: {
      'kustomization.yaml': `resources: [web.yaml, more.yaml]\nnamePrefix: dev-\nnameSuffix: "-v2"\nnamespace: team-a\n${GENERATED}`,
      'web.yaml': WEB,
      'more.yaml': MORE,
      ...INPUTS,
    },
  },
  {
    id: 'common-labels',
    newestOnly: true,
    files: {
      'kustomization.yaml':
        'resources: [web.yaml, more.yaml]\ncommonLabels: {team: a, tier: "1"}\ncommonAnnotations: {owner: jane}\n',
      'web.yaml': WEB,
      'more.yaml': MORE,
    },
  },
  {
    id: 'labels',
    newestOnly: true,
    files: {
      'kustomization.yaml':
        'resources: [web.yaml, more.yaml]\nlabels:\n- pairs: {a: b}\n- pairs: {c: d}\n  includeTemplates: true\n- pairs: {e: f}\n  includeSelectors: true\n',
      'web.yaml': WEB,
      'more.yaml': MORE,
    },
  },
  {
    id: 'images',
    newestOnly: true,
    files: base(`images:
- {name: nginx, newTag: "1.27"}
- {name: busybox, newName: registry.example.com/busybox, newTag: "1.36"}
- {name: "registry.example.com:5000/tools/init", newName: tools/init, digest: "sha256:1111111111111111111111111111111111111111111111111111111111111111"}
replicas:
- {name: web, count: 4}
`),
  },
  {
    id: 'patches-strategic',
    files: {
      ...base('patchesStrategicMerge:\n- patch.yaml\n'),
      'patch.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations: {patched: "yes"}
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: side
        args: ["--c"]
      - name: web
        image: nginx:2
        env:
        - {name: LEVEL, value: warn, valueFrom: null}
        - {name: MORE, value: "1"}
        ports:
        - {containerPort: 8080, name: admin}
        - {containerPort: 80, name: http}
        resources: {limits: {cpu: null}}
      - name: third
        image: third
      volumes:
      - {name: all, $patch: delete}
      - {name: data, emptyDir: {}, persistentVolumeClaim: null}
`,
    },
    newestOnly: true,
  },
  {
    id: 'patches',
    newestOnly: true,
    files: {
      ...base(`patches:
- path: replicas.yaml
- target: {kind: Deployment, name: "w.*"}
  patch: |-
    - {op: replace, path: /spec/template/spec/containers/0/image, value: nginx:3}
    - {op: add, path: /metadata/labels/new~1label, value: "on"}
    - {op: remove, path: /spec/template/spec/initContainers}
    - {op: add, path: /spec/template/spec/containers/1/args/-, value: --z}
    - {op: test, path: /spec/replicas, value: 7}
- target: {kind: Service}
  patch: |-
    apiVersion: v1
    kind: Service
    metadata: {name: not-important}
    spec: {type: NodePort, ports: [{port: 80, nodePort: 30080}, {port: 443, name: https}]}
- target: {labelSelector: "app=web"}
  patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: any, annotations: {by: label}}
- target: {kind: ConfigMap, name: nobody}
  patch: |-
    - {op: remove, path: /data}
`),
      'replicas.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 7, strategy: {type: Recreate, $patch: replace}}\n',
    },
  },
  {
    id: 'patch-delete',
    newestOnly: true,
    files: base(
      'patches:\n- patch: |-\n    apiVersion: v1\n    kind: Service\n    metadata: {name: web}\n    $patch: delete\n',
    ),
  },
  {
    id: 'patches-json6902',
    files: {
      ...base('patchesJson6902:\n- target: {group: apps, version: v1, kind: Deployment, name: web}\n  path: p.json\n'),
      'p.json': '[{"op": "add", "path": "/spec/paused", "value": true}]',
    },
  },
  {
    id: 'overlay',
    build: 'overlays/dev',
    newestOnly: true,
    files: {
      'base/kustomization.yaml': `resources: [web.yaml, more.yaml]\nnamePrefix: shop-\n${GENERATED}`,
      'base/web.yaml': WEB,
      'base/more.yaml': MORE,
      'base/app.conf': INPUTS['app.conf'],
      'base/app.env': INPUTS['app.env'],
      'overlays/dev/kustomization.yaml': `resources: [../../base]
namePrefix: dev-
namespace: dev
commonLabels: {env: dev}
configMapGenerator:
- name: settings
  behavior: merge
  literals: [level=debug, added=1]
patches:
- path: patch.yaml
- target: {kind: Service, name: web}
  patch: |-
    - {op: replace, path: /spec/ports/0/port, value: 8080}
images:
- {name: nginx, newTag: dev}
`,
      'overlays/dev/patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 2}\n',
    },
  },
  {
    id: 'two-of-one-base',
    newestOnly: true,
    files: {
      'kustomization.yaml': 'resources: [a, b]\n',
      'a/kustomization.yaml': 'resources: [../base]\nnamePrefix: a-\n',
      'b/kustomization.yaml': 'resources: [../base]\nnamePrefix: b-\n',
      'base/kustomization.yaml': `resources: [web.yaml]\n${GENERATED}`,
      'base/web.yaml': WEB,
      'base/app.conf': INPUTS['app.conf'],
      'base/app.env': INPUTS['app.env'],
    },
  },
  {
    id: 'component',
    newestOnly: true,
    files: {
      ...base('components: [extra]\nnamePrefix: p-\n'),
      'extra/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [config.yaml]\nlabels:\n- pairs: {extra: "on"}\npatches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web}\n    spec: {replicas: 9}\n',
      'extra/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {level: extra}\n',
    },
  },
  {
    id: 'custom-kind',
    newestOnly: true,
    files: {
      'kustomization.yaml': `resources: [lantern.yaml]
namePrefix: x-
namespace: team-a
images:
- {name: nginx, newTag: "2"}
patches:
- patch: |-
    apiVersion: example.com/v1
    kind: Lantern
    metadata: {name: bow}
    spec: {lights: [{name: red}], lumen: 900, gone: null}
`,
      'lantern.yaml':
        'apiVersion: example.com/v1\nkind: Lantern\nmetadata: {name: bow}\nspec:\n  lumen: 80\n  gone: 1\n  lights: [{name: green, on: true}]\n  template: {containers: [{name: a, image: nginx}]}\n',
    },
  },
  {
    id: 'json-patch-of-identity',
    newestOnly: true,
    files: {
      'kustomization.yaml': `resources: [budget.yaml]
patches:
- target: {kind: PodDisruptionBudget}
  patch: |-
    - {op: replace, path: /apiVersion, value: policy/v1beta1}
    - {op: replace, path: /metadata/name, value: b}
- target: {kind: PodDisruptionBudget, name: a}
  patch: |-
    - {op: replace, path: /spec/maxUnavailable, value: 7}
- target: {kind: PodDisruptionBudget, name: b, version: v1beta1}
  patch: |-
    - {op: add, path: /metadata/labels, value: {seen: both}}
- target: {kind: PodDisruptionBudget, name: b, version: v1}
  patch: |-
    - {op: add, path: /metadata/annotations, value: {seen: never}}
`,
      'budget.yaml':
        'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: a, namespace: x}\nspec: {maxUnavailable: 1}\n',
    },
  },
];
