import { expect, it } from 'vitest';
import { certificateSubject } from './certificate-subject.ts';
import { decided } from './decide-request.ts';

/** openssl req -new -subj "/O=dev/O=ops/CN=jane", as it stands in spec.request */
const REQUEST = [
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIbE1JR05BZ0VBTUNzeEREQUtCZ05WQkFvTUEyUmxkakVNTUFvR0ExVUVDZ3',
  'dEYjNCek1RMHdDd1lEVlFRRApEQVJxWVc1bE1Ga3dFd1lIS29aSXpqMENBUVlJS29aSXpqMERBUWNEUWdBRTJCbHZFVERybmZEeWIraTZWbkFz',
  'CkdleTRBc2hZWXhvenNxdk9ua21DM2NRNjFCenhHcEgxRUhPMXFDQ3dWenVxSzQ3YitQQWMxUnMxeFhJVVY4SFQKNnFBQU1Bb0dDQ3FHU000OU',
  'JBTUNBMGNBTUVRQ0lHUlYzODVnSStBdmJac0U0c3pFRjFmcXJEM2FsbmtiR2ZlMgpXZU1SaENySUFpQTdrbnpIbWpUbWo0d204aEExNFA5b2RW',
  'YXJqZlg1aUE2R1Y4aUx4WHB5U0E9PQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K',
].join('');

it('shows whose certificate it would be, beside who asks for it', () => {
  expect(certificateSubject(REQUEST)).toEqual({ commonNames: ['jane'], organizations: ['dev', 'ops'] });
});

it.each([
  '',
  'no base64 !',
  btoa('no PEM'),
  btoa('-----BEGIN X-----\n!!\n-----END X-----'),
  btoa('-----BEGIN X-----\nBgNVBAM=\n-----END X-----'),
])('says nothing of what is no request: %j', (text) => {
  expect(certificateSubject(text)).toEqual({ commonNames: [], organizations: [] });
});

const request = {
  apiVersion: 'certificates.k8s.io/v1',
  kind: 'CertificateSigningRequest',
  metadata: { name: 'jane', uid: 'u', resourceVersion: '7' },
  status: { conditions: [{ type: 'Other', status: 'True' }], certificate: 'c' },
};

it('adds its decision to those that are there (OPS-198)', () => {
  const input = { reason: 'Known', message: 'met her' };
  const approved = decided(request, 'Approved', input, new Date(1_800_000_000_123));
  expect(approved).toMatchObject({
    metadata: { resourceVersion: '7' },
    status: {
      certificate: 'c',
      conditions: [
        { type: 'Other' },
        { type: 'Approved', status: 'True', ...input, lastUpdateTime: '2027-01-15T08:00:00Z' },
      ],
    },
  });
  expect(decided(approved, 'Approved', input, new Date())).toBe(approved);
  const { status: _, ...fresh } = request;
  expect(decided(fresh, 'Denied', input, new Date())).toMatchObject({ status: { conditions: [{ type: 'Denied' }] } });
});
