/** The text that test/answers.json answers to, changed a little each time. */
export const PROBE = `# a comment
apiVersion: apps/v1
kind: Deployment
metadata:
  name: probe
  namespace: h-review
spec:
  replicas: 0
  selector:
    matchLabels: {app: probe}
  template:
    metadata:
      labels: {app: probe}
    spec:
      containers:
      - name: c
        image: registry.k8s.io/pause:3.2
`;
