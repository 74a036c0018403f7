import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCertificateEnd } from './use-certificate-end.ts';

const DAY_MS = 24 * 3600 * 1000;

/** To those who look after the cluster: the certificate that this very page came with ends soon. */
export function CertificateNotice() {
  const { t } = useTranslation('overview');
  const endsAt = useCertificateEnd();
  if (endsAt === undefined) return null;
  const days = Math.floor((endsAt * 1000 - Date.now()) / DAY_MS);
  const title =
    days > 0 ? t('certificate.soon', { count: days }) : t(days < 0 ? 'certificate.over' : 'certificate.today');
  return (
    <Alert color="yellow" role="status" title={title} mt="md">
      {t('certificate.advice', { date: new Date(endsAt * 1000).toISOString().slice(0, 10) })}
    </Alert>
  );
}
