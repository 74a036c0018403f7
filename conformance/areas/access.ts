import type { Area } from '../entry.ts';
import { each, fails, k } from './samples.ts';

const csr = (name: string): string => `cat <<END | kubectl create -f -
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {name: ${name}}
spec:
  signerName: kubernetes.io/kube-apiserver-client
  usages: [client auth]
  request: $(openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -subj /CN=ann/O=team 2>/dev/null | base64 -w0)
END`;

export const ACCESS: Area = {
  name: 'access',
  groups: [
    {
      name: 'can-i',
      files: {
        'role.yaml': `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: $NS}
rules: [{apiGroups: [""], resources: [pods], verbs: [get, list, watch, delete]}]
`,
        'all.yaml': `apiVersion: v1
kind: ServiceAccount
metadata: {name: robot}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader}
rules:
- {apiGroups: [""], resources: [pods], verbs: [get, list, watch]}
- {apiGroups: [""], resources: [pods/log], verbs: [get]}
- {apiGroups: [""], resources: [configmaps], resourceNames: [settings], verbs: [update]}
- {apiGroups: [apps], resources: ["*"], verbs: ["*"]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: read}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: robot, namespace: $NS}]
`,
      },
      before: ['kubectl apply -f all.yaml'],
      entries: [
        ...each(
          'auth can-i create pods',
          "auth can-i '*' '*'",
          'auth can-i get nodes',
          'auth can-i get /healthz',
          'auth can-i list pods --as=system:serviceaccount:$NS:robot',
          'auth can-i get pods/log --as=system:serviceaccount:$NS:robot',
          'auth can-i get pods --subresource=log --as=system:serviceaccount:$NS:robot',
          'auth can-i update cm/settings --as=system:serviceaccount:$NS:robot',
          'auth can-i delete deployments.apps --as=system:serviceaccount:$NS:robot',
          'auth can-i list pods --as=ann --as-group=system:masters',
        ),
        ...fails(
          'auth can-i delete pods --as=system:serviceaccount:$NS:robot',
          'auth can-i list pods -n default --as=system:serviceaccount:$NS:robot',
          'auth can-i list pods -A --as=system:serviceaccount:$NS:robot',
          'auth can-i update cm/other --as=system:serviceaccount:$NS:robot',
          'auth can-i get nodes --as=ann',
          'auth can-i',
          'auth can-i get nothings --as=ann',
        ),
        k('auth can-i create pods --quiet'),
        k('auth can-i create pods --quiet --as=ann', { code: 1 }),
        k('auth can-i --list', {
          differs: { because: 'URLs of today', lines: /selfsubjectreviews/ },
          out: /\*\.\* {2}\[\] {2}\[\] {2}\[\*\]/,
          unordered: true,
        }),
        k('auth can-i --list --as=system:serviceaccount:$NS:robot', {
          unordered: true,
          differs: { because: 'what everybody may do has grown', lines: /selfsubject|\[\/[a-z]|stderr|warning/i },
        }),
        ...fails(
          'get pods -n default --as=system:serviceaccount:$NS:robot',
          'get nodes --as=system:serviceaccount:$NS:robot',
          'delete pod x --as=system:serviceaccount:$NS:robot',
          'create cm x --from-literal=a=b --as=system:serviceaccount:$NS:robot',
          'get secrets --as=ann',
          'create clusterrole x --verb=get --resource=pods --as=ann',
          'get pods/x --as=system:serviceaccount:$NS:robot',
          'get --raw /metrics --as=ann',
          'scale deploy x --replicas=1 --as=ann',
          'logs x --as=ann',
          'create role more --verb=delete --resource=secrets --as=system:serviceaccount:$NS:robot',
        ),
        k('get pods --as=system:serviceaccount:$NS:robot'),
        k('get deploy --as=system:serviceaccount:$NS:robot'),
        k('apply -f all.yaml --as=ann', { code: 1, differs: { because: 'one line for each object' } }),
        k('create rolebinding up --clusterrole=admin --user=ann --as=system:serviceaccount:$NS:robot', { code: 1 }),
        {
          name: 'more than one has',
          run: 'kubectl create rolebinding rbac --clusterrole=admin --serviceaccount=$NS:robot && kubectl create role more --verb=get --resource=nodes --as=system:serviceaccount:$NS:robot',
          code: 1,
        },
        k('auth reconcile -f role.yaml', { unordered: true }),
        k('auth whoami', { kubectl: { from: 27 }, since: 28, out: ['ATTRIBUTE', 'Username', 'Groups'] }),
        k('auth whoami -o yaml', { kubectl: { from: 27 }, since: 28, out: 'kind: SelfSubjectReview' }),
        k('auth whoami --as=ann', {
          kubectl: { from: 27 },
          since: 28,
          out: ['Username  ann', 'Groups  [system:authenticated]'],
        }),
      ],
    },
    {
      name: 'tokens',
      before: [
        'kubectl create serviceaccount robot',
        'kubectl create rolebinding view --clusterrole=view --serviceaccount=$NS:robot',
      ],
      entries: [
        k('create token robot', { since: 24, kubectl: { from: 24 }, out: 'TOKEN' }),
        k('create token robot --duration=1h --audience=a', { since: 24, kubectl: { from: 24 }, out: 'TOKEN' }),
        k('create token nothing', {
          code: 1,
          since: 24,
          kubectl: { from: 24 },
          err: 'serviceaccounts "nothing" not found',
        }),
        k('create token robot --duration=1s', {
          code: 1,
          since: 24,
          kubectl: { from: 24 },
          err: /duration must be greater than or equal to|may not specify a duration less than 10 minutes/,
        }),
        {
          name: 'a token signs in',
          since: 24,
          kubectl: { from: 24 },
          run: "printf 'apiVersion: v1\\nkind: Config\\nclusters: []\\n' > none; T=$(kubectl create token robot); S=$(kubectl config view --minify -o jsonpath='{.clusters[0].cluster.server}'); KUBECONFIG=none kubectl --server=$S --insecure-skip-tls-verify --token=$T -n $NS get pods",
          err: 'No resources found',
        },
        {
          name: 'a token that is not one',
          run: "printf 'apiVersion: v1\\nkind: Config\\nclusters: []\\n' > none; S=$(kubectl config view --minify -o jsonpath='{.clusters[0].cluster.server}'); KUBECONFIG=none kubectl --server=$S --insecure-skip-tls-verify --token=nonsense -n $NS get pods",
          code: 1,
        },
        {
          name: 'nobody',
          run: "printf 'apiVersion: v1\\nkind: Config\\nclusters: []\\n' > none; S=$(kubectl config view --minify -o jsonpath='{.clusters[0].cluster.server}'); KUBECONFIG=none kubectl --server=$S --insecure-skip-tls-verify --username=x --password=y -n $NS get pods",
          code: 1,
        },
        {
          name: 'a token by the API',
          run: `echo '{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"audiences":[],"expirationSeconds":600}}' | kubectl create --raw /api/v1/namespaces/$NS/serviceaccounts/robot/token -f - | grep -o '"kind":"TokenRequest"'`,
        },
        {
          name: 'a review of access',
          run: `echo '{"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{"user":"system:serviceaccount:'$NS':robot","resourceAttributes":{"namespace":"'$NS'","verb":"list","resource":"pods"}}}' | kubectl create -f - -o jsonpath='{.status}'`,
        },
        {
          name: 'a review that refuses',
          run: `echo '{"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{"user":"ann","resourceAttributes":{"namespace":"'$NS'","verb":"list","resource":"pods"}}}' | kubectl create -f - -o jsonpath='{.status}'`,
        },
        {
          name: 'a secret of a token',
          run: `printf 'apiVersion: v1\\nkind: Secret\\nmetadata:\\n  name: old-token\\n  annotations: {kubernetes.io/service-account.name: robot}\\ntype: kubernetes.io/service-account-token\\n' | kubectl create -f -`,
        },
        k('get secret old-token -o jsonpath={.data.token}', {
          until: true,
          out: /\w{100}/,
          differs: { because: 'a token' },
        }),
        k('get secret old-token', { until: true, out: 'old-token  kubernetes.io/service-account-token  3' }),
      ],
    },
    {
      name: 'certificates',
      before: [csr('$NS-good'), csr('$NS-bad'), csr('$NS-open')],
      after: ['kubectl delete csr $NS-good $NS-bad $NS-open'],
      entries: [
        k('get csr $NS-open', {
          differs: { because: 'today there is a column REQUESTEDDURATION' },
          out: /kubernetes.io\/kube-apiserver-client .*Pending/,
        }),
        k('certificate approve $NS-good'),
        k('certificate deny $NS-bad'),
        k('get csr $NS-good', {
          until: true,
          out: 'Approved,Issued',
          differs: { because: 'today there is a column REQUESTEDDURATION' },
        }),
        k('get csr $NS-bad', { out: 'Denied', differs: { because: 'today there is a column REQUESTEDDURATION' } }),
        {
          name: 'the certificate',
          run: "kubectl get csr $NS-good -o jsonpath='{.status.certificate}' | base64 -d | openssl x509 -noout -subject",
          until: true,
          out: 'CN = ann',
          differs: { because: 'the order of the parts is that of who writes them' },
        },
        k('describe csr $NS-bad', {
          differs: {
            because: 'the user that asked is another',
            lines: /Requesting User|Labels|Annotations|CreationTimestamp/,
          },
        }),
        k('certificate approve $NS-good', { name: 'approve again' }),
        k('certificate approve $NS-bad', { name: 'approve what was denied', code: 1 }),
        k('certificate approve none', { code: 1 }),
        k('certificate', { code: 'any', differs: { because: 'help of kubectl' } }),
      ],
    },
  ],
};
