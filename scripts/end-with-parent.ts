/**
 * Loaded before a program that an npm script runs: npm hands SIGTERM to a shell, which dies without passing it on. When the
 * shell is gone this process gets the signal itself, so that nothing keeps its port.
 */
const startedBy = process.ppid;
setInterval(() => {
  if (process.ppid !== startedBy) process.kill(process.pid, 'SIGTERM');
}, 500).unref();

export {};
