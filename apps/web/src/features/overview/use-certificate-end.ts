import { useQuery } from '@tanstack/react-query';
import { readConfig, useConfig } from '../../api/use-config.ts';

const HOUR_MS = 3600 * 1000;
const MINUTE_MS = 60 * 1000;

/**
 * Epoch seconds: when our own certificate ends, if that is soon. The rest of the configuration stays as long as the program does; a
 * certificate comes near its end, and is replaced, while tabs are open.
 */
export function useCertificateEnd(): number | undefined {
  const { data: first, dataUpdatedAt } = useConfig();
  const { data } = useQuery({
    queryKey: ['config', 'certificate'],
    queryFn: ({ signal }) => readConfig(signal),
    enabled: first !== undefined,
    initialData: first,
    initialDataUpdatedAt: dataUpdatedAt,
    staleTime: MINUTE_MS,
    refetchInterval: HOUR_MS,
    // the days that are left are counted anew with each answer, also with the same
    notifyOnChangeProps: ['data', 'dataUpdatedAt'],
  });
  return data?.certificateEndsAt;
}
