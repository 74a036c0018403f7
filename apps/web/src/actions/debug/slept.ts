/** Where a workload remembers what its containers ran before they were put to sleep. */
export const SLEPT = 'quarterdeck.dev/command-before-sleep';
