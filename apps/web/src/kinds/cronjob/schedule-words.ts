import cronstrue from 'cronstrue';
import 'cronstrue/locales/zh_CN';
import { type CronReader, isEitherDay, scheduleFault, splitZone } from './next-run.ts';

interface ScheduleWords {
  /** "At 02:00, Monday through Friday"; undefined when there is no saying it in words */
  readonly words: string | undefined;
  /** the zone that counts; "" for the controller's own */
  readonly zone: string;
  /** a day of the month or one of the week is enough, which the words alone do not make clear */
  readonly eitherDay: boolean;
  /** what the controller does not read */
  readonly fault: 'schedule' | 'zone' | undefined;
}

/** A CronJob's schedule as a sentence, for what the controller reads: nothing is put in words that never runs so. */
export function scheduleWords(
  schedule: string,
  timeZone: string,
  language: string,
  reader: CronReader = 'v3',
): ScheduleWords {
  const { plain, ownZone } = splitZone(schedule);
  const fault = scheduleFault(schedule, timeZone);
  return {
    words: fault === 'schedule' ? undefined : inWords(plain, language),
    zone: ownZone ?? timeZone,
    eitherDay: isEitherDay(schedule, reader),
    fault,
  };
}

function inWords(plain: string, language: string): string | undefined {
  try {
    return cronstrue.toString(plain.trim(), {
      locale: language === 'zh-CN' ? 'zh_CN' : 'en',
      use24HourTimeFormat: true,
    });
  } catch {
    // "@every 1h30m", which only Go's cron knows
    return undefined;
  }
}
