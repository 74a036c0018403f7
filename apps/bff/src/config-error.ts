/** A setting that is missing, malformed or unsafe. The message names the variable and is meant for the terminal. */
export class ConfigError extends Error {
  constructor(variable: string, fault: string) {
    super(`${variable}: ${fault}`);
    this.name = 'ConfigError';
  }
}
