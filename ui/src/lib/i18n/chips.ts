import type { Chip, ChipKind, FindingCode, JourneyBlock } from '$lib/ipc';
import { failureWords, findings, noJobTwineTag } from './catalogue';
import { ago, start } from './time';

const isFinding = (code: string | null): code is FindingCode => code !== null && Object.hasOwn(findings, code);
const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** How a chip is drawn: neutral while things run, tinted for exceptions and arrivals. */
export interface ChipLook {
  icon: string;
  tone: '' | 'ok' | 'warn' | 'danger' | 'info' | 'you';
}

export const chipLook: Record<ChipKind, ChipLook> = {
  eligible: { icon: 'ok', tone: '' },
  obstacle: { icon: 'warn', tone: 'warn' },
  moving: { icon: 'arrow', tone: 'you' },
  triggered: { icon: 'clock', tone: '' },
  invited: { icon: 'send', tone: '' },
  completed: { icon: 'video', tone: '' },
  stalled: { icon: 'stall', tone: 'warn' },
  failed: { icon: 'mail-x', tone: 'danger' },
  expired: { icon: 'stall', tone: 'warn' },
  slotsNeeded: { icon: 'cal-add', tone: 'warn' },
  slotsGiven: { icon: 'clock', tone: '' },
  scheduled: { icon: 'cal-ok', tone: 'info' },
  calledOff: { icon: 'x', tone: 'warn' },
  noShow: { icon: 'warn', tone: 'warn' },
  feedbackPending: { icon: 'clock', tone: '' },
  feedbackIn: { icon: 'note', tone: '' },
};

/** Things run their course: nothing arrived, nothing is in the way. */
export const isRunning = (chip: Chip): boolean => chipLook[chip.kind].tone === '' && !isUnwatched(chip);

/** Something arrived and nobody looked at it yet. */
export const isUnwatched = (chip: Chip): boolean =>
  (chip.kind === 'completed' && chip.code === 'not_watched') ||
  (chip.kind === 'feedbackIn' && chip.code === 'not_read');

/** The chip's words at `now` (ms). */
export function chipWords(chip: Chip, now: number): string {
  const since = chip.sinceMs === null ? '' : ` ${ago(chip.sinceMs, now)}`;
  // Seconds would stand still on a card that nobody repaints.
  const age = chip.sinceMs !== null && now - chip.sinceMs < 60_000 ? ' just now' : since;
  switch (chip.kind) {
    case 'eligible':
      return 'Ready to invite';
    case 'obstacle':
      if (chip.code === 'jobtwine_tag_missing') return capital(noJobTwineTag);
      if (chip.code === 'rounds_missing') return 'No rounds in JobTwine yet';
      return isFinding(chip.code) ? capital(findings[chip.code].short) : 'Something is in the way';
    case 'moving':
      return 'Moving';
    case 'triggered':
      return 'Invite expected';
    case 'invited':
      return `${chip.code === 'slot_link' ? 'Slot link' : 'Invite'} sent${age}`;
    case 'completed':
      return isUnwatched(chip) ? 'Video in, not watched' : `Video completed${age}`;
    case 'stalled':
      return stalledWords(chip.code, since);
    case 'failed':
      return `Invite failed: ${failureWords(chip.code)}`;
    case 'expired':
      return `${chip.code === 'slot_link' ? 'Slot link' : 'Invite'} expired${age}`;
    case 'slotsNeeded':
      return 'Slots needed';
    case 'slotsGiven':
      return `Slots given${age}`;
    case 'scheduled':
      if (chip.code === 'running') return 'Interview running';
      return chip.sinceMs === null ? 'Interview, time unsure' : `Interview ${start(chip.sinceMs, now)}`;
    case 'calledOff':
      return `Interview cancelled${age}`;
    case 'noShow':
      return `No-show${age}`;
    case 'feedbackPending':
      return `Feedback pending${age}`;
    case 'feedbackIn':
      return isUnwatched(chip) ? 'Feedback in' : 'Feedback in, read';
  }
}

function stalledWords(code: string | null, since: string): string {
  const span = since === '' ? '' : ` for${since}`;
  switch (code) {
    case 'invited':
      return `No invite${span}`;
    case 'result_in':
      return `No video link${span}`;
    case 'slots_given':
      return `No slots${span}`;
    case 'scheduled':
      return `No expert${span}`;
    case 'held':
      return `No news${span}`;
    case 'feedback_in':
      return `No feedback${span}`;
    default:
      return `No video${span}`;
  }
}

/** How a journey stands when its chain does not say it: over, or overdue. */
export const standings = {
  expired: 'Invite expired',
  cancelled: 'Cancelled',
  interview_cancelled: 'Interview cancelled',
  no_show: 'No-show',
} as const satisfies Record<string, string>;

const isOver = (state: string): state is keyof typeof standings => Object.hasOwn(standings, state);

/** The badge beside a journey's title, or none while it runs its course. */
export function standingWords(journey: JourneyBlock): string | null {
  if (isOver(journey.state)) return standings[journey.state];
  return journey.stalled === null ? null : `Overdue: ${stalledWords(journey.stalled, '').toLocaleLowerCase()}`;
}
