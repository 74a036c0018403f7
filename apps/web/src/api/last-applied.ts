/** The annotation in which kubectl apply keeps the whole object as it was applied: a Secret's values among it. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
