import { describe, expect, it } from 'vitest';
import { executableFault } from './executables.ts';
import { pull } from './image-table.ts';

describe('pull', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx:latest'],
    ['nginx:1.14.2', 'docker.io/library/nginx:1.14.2'],
    ['docker.io/library/redis:6.0.5', 'docker.io/library/redis:6.0.5'],
    ['registry.k8s.io/pause:3.2', 'registry.k8s.io/pause:3.2'],
    ['gcr.io/google-samples/hello-app:1.0', 'gcr.io/google-samples/hello-app:1.0'],
    ['prom/prometheus:v3.0.0', 'docker.io/prom/prometheus:v3.0.0'],
    ['registry.example.com/shop/cart:2.7.1', 'registry.example.com/shop/cart:2.7.1'],
    [
      'busybox@sha256:0000000000000000000000000000000000000000000000000000000000000000',
      'docker.io/library/busybox:latest',
    ],
  ])('has %s', (image, reference) => {
    expect(pull(image)).toMatchObject({ ok: true, reference });
  });

  it.each([
    ['nginx:nosuch', 'ErrImagePull', 'docker.io/library/nginx:nosuch: not found'],
    ['nginx:v999', 'ErrImagePull', 'not found'],
    ['does-not-exist:1', 'ErrImagePull', 'pull access denied'],
    ['registry.invalid/app:1', 'ErrImagePull', 'lookup registry.invalid on 10.96.0.10:53: no such host'],
    ['Nginx', 'InvalidImageName', 'repository name must be lowercase'],
    ['nginx:::x', 'InvalidImageName', 'invalid reference format'],
    ['', 'InvalidImageName', 'invalid reference format'],
  ])('has no %s: %s', (image, reason, words) => {
    expect(pull(image)).toMatchObject({ ok: false, reason, message: expect.stringContaining(words) });
  });
});

describe('executables', () => {
  it.each([
    ['nginx', 'bash', true],
    ['nginx', '/bin/sh', true],
    ['busybox', 'sh', true],
    ['busybox', 'bash', false],
    ['alpine', 'ash', true],
    ['alpine', '/bin/bash', false],
    ['registry.k8s.io/pause:3.9', 'sh', false],
    ['registry.k8s.io/kube-proxy:v1.34.0', 'sh', false],
    ['redis', 'redis-cli', true],
    ['nginx', 'redis-cli', false],
  ])('%s has %s: %s', (image, command, expected) => {
    const pulled = pull(image);
    expect(pulled.ok && executableFault(command, pulled.profile, false) === undefined).toBe(expected);
  });
});
