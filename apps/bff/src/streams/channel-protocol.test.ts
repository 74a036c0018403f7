import { describe, expect, it } from 'vitest';
import { isCommandMissing, looksLikeRuntime, readExecEnd, resizeMessage } from './channel-protocol.ts';

// as a v1.20 kubelet with containerd sends them: without a kind
const exit7 =
  '{"metadata":{},"status":"Failure","message":"command terminated with non-zero exit code: error executing command [sh], exit code 7","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"7"}]}}';
const noBash =
  '{"metadata":{},"status":"Failure","message":"Internal error occurred: error executing command in container: failed to exec in container: failed to start exec: OCI runtime exec failed: exec failed: unable to start container process: exec: \\"bash\\": executable file not found in $PATH: unknown","reason":"InternalError","details":{"causes":[{"message":"x"}]},"code":500}';
const noFile = noBash.replace('executable file not found in $PATH', 'stat /nope: no such file or directory');

describe('the end of a command', () => {
  it.each([
    { name: 'success', status: '{"metadata":{},"status":"Success"}', code: 0 },
    { name: 'an exit code', status: exit7, code: 7 },
    { name: 'a killed process', status: exit7.replace('"message":"7"', '"message":"137"'), code: 137 },
    { name: 'a command that did not start', status: noBash, code: null },
    { name: 'no Status', status: 'something went wrong', code: null },
    { name: 'other JSON', status: '[1]', code: null },
  ])('is read from the error channel: $name', ({ status, code }) => {
    expect(readExecEnd(Buffer.from(status)).code).toBe(code);
  });

  it.each([
    { name: 'containerd without the file', status: noBash, output: '', missing: true },
    { name: 'a path that is not there', status: noFile, output: '', missing: true },
    {
      name: 'dockershim',
      status: exit7.replace('"7"', '"126"'),
      output: 'OCI runtime exec failed: exec failed: …',
      missing: true,
    },
    {
      name: 'a shell between',
      status: exit7.replace('"7"', '"127"'),
      output: 'sh: bash: not found\r\n',
      missing: false,
    },
    { name: 'nothing said and 127', status: exit7.replace('"7"', '"127"'), output: '', missing: true },
    { name: 'an ordinary exit', status: exit7, output: '', missing: false },
    {
      name: 'another failure',
      status: '{"status":"Failure","message":"container is paused"}',
      output: '',
      missing: false,
    },
  ])('means that there is no such command, or not: $name', ({ status, output, missing }) => {
    expect(isCommandMissing(readExecEnd(Buffer.from(status)), Buffer.from(output))).toBe(missing);
  });
});

it('tells the size of the terminal in the words of the API server', () => {
  const message = resizeMessage(80, 24);
  expect(message[0]).toBe(4);
  expect(JSON.parse(message.subarray(1).toString())).toEqual({ Width: 80, Height: 24 });
});

it('knows the words of a runtime from those of a shell', () => {
  expect(looksLikeRuntime(Buffer.from('OCI runtime exec failed: …'))).toBe(true);
  expect(looksLikeRuntime(Buffer.from('# '))).toBe(false);
});
