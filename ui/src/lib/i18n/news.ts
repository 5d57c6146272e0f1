import type { NoticeWords } from './catalogue';
import { outcomes } from './results';

/** Who called off or was missing, in the vendor's notes. */
const parties: Readonly<Record<string, string>> = {
  candidate: 'The candidate',
  client: 'Your side',
  interviewer: 'The interviewer',
  vendor: 'JobTwine',
};
const party = (detail: string | null): string =>
  (detail !== null && Object.hasOwn(parties, detail) ? parties[detail] : undefined) ?? 'Somebody';

/** A toast's two halves for news of an interview with an expert; `null` when it is no such news. */
export function interviewNews(code: string, who: string, detail: string | null): NoticeWords | null {
  switch (code) {
    case 'slots_wanted':
      return {
        lead: `JobTwine wants slots for ${who}.`,
        rest: 'Enter some, or wait for the candidate.',
        icon: 'cal-add',
        tone: 'you',
        stays: false,
      };
    case 'scheduled':
      return {
        lead: `Interview of ${who} booked.`,
        rest: 'It stands in the agenda.',
        icon: 'cal-ok',
        tone: 'ok',
        stays: false,
      };
    case 'rescheduled':
      return {
        lead: `Interview of ${who} moved.`,
        rest: 'The agenda has the new time.',
        icon: 'cal-ok',
        tone: 'warn',
        stays: false,
      };
    case 'cancelled':
      return {
        lead: `Interview of ${who} cancelled.`,
        rest: `${party(detail)} called it off. Book again or close.`,
        icon: 'x',
        tone: 'warn',
        stays: true,
      };
    case 'no_show':
      return {
        lead: `No-show at the interview of ${who}.`,
        rest: `${party(detail)} did not appear. Book again or close.`,
        icon: 'warn',
        tone: 'warn',
        stays: true,
      };
    case 'feedback_in':
      return {
        lead: `Feedback on ${who} is in.`,
        rest: `${(detail !== null ? outcomes[detail]?.words : undefined) ?? 'It waits to be read'}.`,
        icon: 'ok',
        tone: 'ok',
        stays: false,
      };
    case 'awaiting_rounds':
      return {
        lead: `JobTwine holds ${who}.`,
        rest: 'The job has no rounds there yet. Enter them, and it goes on.',
        icon: 'warn',
        tone: 'warn',
        stays: true,
      };
    default:
      return null;
  }
}
