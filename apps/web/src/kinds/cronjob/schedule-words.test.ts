import { expect, it } from 'vitest';
import { scheduleWords } from './schedule-words.ts';

it.each([
  ['*/5 * * * *', 'Every 5 minutes', '每隔 5 分钟'],
  ['0 2 * * *', 'At 02:00', '在02:00'],
  ['@hourly', 'Every hour', '每小时'],
  ['30 6 * * mon-fri', 'At 06:30, Monday through Friday', '在06:30, 星期一至星期五'],
  ['0 0 13 * fri', 'At 00:00, on day 13 of the month, and on Friday', '在00:00, 限每月 13 号, 或者为星期五'],
  ['TZ=Asia/Shanghai 0 9 * * *', 'At 09:00', '在09:00'],
  // Go's cron alone has it, the page says it in its own words
  ['@every 1h30m', undefined, undefined],
  // Sunday is 0 to the controller: it would never run
  ['0 0 * * 7', undefined, undefined],
  ['* * * * * *', undefined, undefined],
  ['<img src=x>', undefined, undefined],
])('%j in words', (schedule, english, chinese) => {
  expect(scheduleWords(schedule, '', 'en').words).toBe(english);
  expect(scheduleWords(schedule, '', 'zh-CN').words).toBe(chinese);
});

it('says which zone counts, and what the controller does not read', () => {
  expect(scheduleWords('0 2 * * *', 'Europe/Berlin', 'en')).toMatchObject({ zone: 'Europe/Berlin', fault: undefined });
  expect(scheduleWords('TZ=Asia/Shanghai 0 2 * * *', '', 'en')).toMatchObject({ zone: 'Asia/Shanghai' });
  expect(scheduleWords('0 2 * * *', 'Mars/Olympus', 'en')).toMatchObject({ fault: 'zone' });
  expect(scheduleWords('0 0 * * 7', '', 'en')).toMatchObject({ fault: 'schedule' });
  expect(scheduleWords('0 0 13 * fri', '', 'en').eitherDay).toBe(true);
  expect(scheduleWords('0 0 13 * *', '', 'en').eitherDay).toBe(false);
});
