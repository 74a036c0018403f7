import type { LogDownloadRequest } from '@quarterdeck/shared/log-protocol';
import type { Problem } from '@quarterdeck/shared/problem';
import { useState } from 'react';
import { saveFrom } from '../../ui/save-file.ts';
import { wholeLogAddress, wholeLogRefusal } from './whole-log.ts';

interface WholeLog {
  readonly address: string;
  readonly save: () => void;
  /** why there was no file the last time */
  readonly refused: Problem | undefined;
}

/** Everything that is stored of a log, as a file. */
export function useWholeLog(cluster: string, request: LogDownloadRequest, fileName: string): WholeLog {
  const [refused, setRefused] = useState<Problem>();
  const address = wholeLogAddress(cluster, request);
  const save = async () => {
    const problem = await wholeLogRefusal(cluster, request);
    setRefused(problem);
    if (problem === undefined) saveFrom(address, fileName);
  };
  return { address, save: () => void save(), refused };
}
