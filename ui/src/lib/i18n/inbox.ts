import type { InboxGroup, InboxItem, InboxTab, Privacy, ProofLine, SnoozeChoice, Vendor } from '$lib/ipc';
import { linkWords, sourceWords } from './catalogue';
import { vendorName } from './en';
import { day, due, span, timeOfDay } from './time';

const DAY = 24 * 60 * 60 * 1000;

/** Every word of the inbox. */
export const inboxWords = {
  title: 'Inbox',
  list: 'Items',
  unread: (n: number) => `${n} unread`,
  isUnread: 'Unread',
  tabs: {
    needsYou: 'Needs you',
    waiting: 'Waiting',
    snoozed: 'Snoozed',
    doneToday: 'Done today',
  } satisfies Record<InboxTab, string>,
  groups: {
    inviteFailed: 'Invite failed',
    slotsNeeded: 'Slots needed',
    scheduled: 'Scheduled',
    feedbackIn: 'Feedback in',
    stalled: 'Stalled',
    onCandidate: 'On the candidate',
    onVendor: 'On the vendor',
    muted: 'Muted',
  } satisfies Record<InboxGroup, string>,
  groupLabel: (group: string, n: number) => `${group}, ${n}`,
  place: (at: number, total: number) => `${at} of ${total}`,
  placeIn: (at: number, total: number) => `${at} of ${total} in the inbox`,
  empty: {
    needsYou: ['Nothing needs you.', 'Failed invites, finished interviews and what is overdue arrive here.'],
    waiting: ['Nobody is waited for.', 'Invited candidates show here until they finish.'],
    snoozed: ['Nothing is put off.', 'Press H on an item to see it again later.'],
    doneToday: ['Nothing done yet today.', 'Press E on an item when you are through with it.'],
  } satisfies Record<InboxTab, [string, string]>,
  reading: 'Reading the inbox',
  actions: 'Actions',
  advance: (stage: string) => `Advance to ${stage}`,
  openVideo: 'Open video',
  lever: 'Lever',
  open: 'Open',
  fix: 'Fix and resend',
  resend: 'Resend',
  snooze: 'Snooze',
  done: 'Done',
  mute: 'Mute',
  unmute: 'Unmute',
  back: 'Back to Needs you',
  notDone: 'Not done yet',
  openHost: (host: string) => `Open ${host}`,
  askHost: (host: string) => `The video is on ${host}, which is not pinned. Open it this once?`,
  vendor: (vendor: Vendor, round: number, attempt: number) =>
    `${vendorName[vendor]}${round > 1 ? ` round ${round}` : ''}${attempt > 1 ? `, attempt ${attempt}` : ''}.`,
  inStage: (days: string, stage: string) => (days === 'today' ? `In ${stage} since today.` : `${days} in ${stage}.`),
  noName: 'No name in Lever',
  noPosting: 'No posting',
  why: 'Why this is here',
  keys: {
    label: 'Keys',
    move: 'move',
    open: 'open',
    advance: 'advance',
    done: 'done',
    snooze: 'snooze',
    mute: 'mute',
    undo: 'undo',
    all: 'all keys',
  },
  said: {
    done: (name: string) => `${name}: done. Z brings it back.`,
    snoozed: (name: string) => `${name}: snoozed. Z brings it back.`,
    muted: (name: string) => `${name}: muted. Z brings it back.`,
    undone: 'Brought back.',
  },
  snoozeMenu: {
    label: (name: string) => `Snooze ${name}`,
    time: 'Until a time',
    event: 'Until something happens',
    choices: {
      hour: 'One hour',
      afternoon: 'This afternoon',
      tomorrow: 'Tomorrow',
      nextWeek: 'Next week',
      result: 'A result',
      note: 'Somebody adds a note',
      quiet: 'Nothing happens',
    } satisfies Record<SnoozeChoice, string>,
    hints: { result: 'arrives', note: '', quiet: 'for 3 d' } as Partial<Record<SnoozeChoice, string>>,
  },
  quiet: {
    button: (from: string, to: string) => `Quiet ${from}–${to}`,
    off: 'Notifications',
    title: 'Notifications',
    hours: 'Quiet hours',
    from: 'From',
    to: 'To',
    none: 'No quiet hours',
    means: 'Nothing is shown in quiet hours. What still needs you is told when they end.',
    privacy: 'What a notification says',
    levels: { full: 'Name', initials: 'Initials', hidden: 'No name' } satisfies Record<Privacy, string>,
    close: 'Close',
  },
} as const;

const week = new Intl.DateTimeFormat('en-GB', { weekday: 'short' });
const exact = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const sameDay = (a: number, b: number): boolean => new Date(a).toDateString() === new Date(b).toDateString();

/** The age of a row: "10:38", "Tue", "9 Oct". */
export function rowTime(at: number, now: number): string {
  if (sameDay(at, now)) return timeOfDay(at);
  return Math.abs(now - at) < 6 * DAY ? week.format(at) : day(at, now);
}

/** A time ahead, as the snooze menu shows it: "15:00", "Thu 09:00", "12 Oct 09:00". */
export function aheadTime(at: number, now: number): string {
  if (sameDay(at, now)) return timeOfDay(at);
  const date = at - now < 8 * DAY ? week.format(at) : day(at, now);
  return `${date} ${timeOfDay(at)}`;
}

const outcomes: Record<string, string> = {
  strongly_recommended: 'Strongly recommended',
  good_fit: 'Is a good fit',
  not_recommended: 'Not recommended',
};

const parties: Record<string, string> = {
  candidate: 'The candidate',
  client: 'Your side',
  interviewer: 'The interviewer',
  vendor: 'The vendor',
};

/** What happened, in one line. */
const reasons: Record<string, (item: InboxItem, now: number) => string> = {
  missing_email: () => 'No email on file',
  invalid_email: () => 'The email on file is not an address',
  template_not_found: (item) => (item.detail === null ? 'Template not found' : `Template “${item.detail}” not found`),
  template_ambiguous: (item) =>
    item.detail === null ? 'Two templates share the name' : `Two templates are called “${item.detail}”`,
  several_configuration_tags: () => 'The posting has several template tags',
  other: (item) => `${vendorName[item.vendor]} said why in a note`,
  ignored: () => 'The posting has no template tag, so nobody was invited',
  video_in: () => 'Video in',
  video_without_link: () => 'Completed, no link to the video yet',
  no_invite: (item, now) =>
    item.atMs === null ? 'Moved, no invite tag yet' : `No invite tag, overdue for ${span(now - item.atMs)}`,
  no_video: (item, now) => (item.atMs === null ? 'No video yet' : `No video, overdue for ${span(now - item.atMs)}`),
  expired: () => 'The invite expired',
  slots_wanted: (item, now) =>
    item.atMs === null
      ? item.addressed
        ? 'Slots wanted from you'
        : 'Slots wanted'
      : `${vendorName[item.vendor]} asked ${item.addressed ? 'you ' : ''}for slots ${span(now - item.atMs)} ago`,
  scheduled: (item, now) => (item.dueMs === null ? 'Booked, the time is not certain' : aheadTime(item.dueMs, now)),
  feedback: (item) => outcomes[item.detail ?? ''] ?? 'Feedback in',
  no_show: (item) => `${parties[item.detail ?? ''] ?? 'Somebody'} did not appear`,
  interview_cancelled: (item) => `Called off by ${(parties[item.detail ?? ''] ?? 'somebody').toLocaleLowerCase()}`,
  rounds_missing: () => 'The job has no rounds in JobTwine',
  overdue: (item, now) =>
    item.atMs === null ? 'Nothing came in time' : `Nothing came, overdue for ${span(now - item.atMs)}`,
  finds_expert: (item, now) => (item.dueMs === null ? 'Finds an expert' : `Expert by ${due(item.dueMs, now)}`),
  sends_feedback: (item, now) => (item.dueMs === null ? 'Sends feedback' : `Feedback by ${due(item.dueMs, now)}`),
  books_interview: (item, now) => (item.dueMs === null ? 'Books a time' : `Books a time by ${due(item.dueMs, now)}`),
  records_video: (item, now) => (item.dueMs === null ? 'Records the video' : `Video by ${due(item.dueMs, now)}`),
  sends_invite: (item, now) => (item.dueMs === null ? 'Sends the invite' : `Invite by ${due(item.dueMs, now)}`),
};

/** A row's line without the posting. */
export const reasonWords = (item: InboxItem, now: number): string =>
  Object.hasOwn(reasons, item.reason) ? (reasons[item.reason]?.(item, now) ?? '') : inboxWords.groups[item.group];

/** What it means and what to press. */
const meanings: Record<string, string> = {
  missing_email: 'Nothing was sent. Add the email, then resend the invite.',
  invalid_email: 'Nothing was sent. Correct the email, then resend the invite.',
  template_not_found: 'Nothing was sent. Correct the posting’s tag, then resend the invite.',
  template_ambiguous: 'Nothing was sent. Name the template by its id in the posting’s tag, then resend the invite.',
  several_configuration_tags: 'Nothing was sent. Leave one template tag on the posting, then resend the invite.',
  other: 'Nothing was sent. Read the note in Lever, or ask the vendor’s support.',
  ignored: 'The vendor ignores this posting. Add the template tag, then move the candidate in again.',
  video_in: 'Watch it, then advance or decline.',
  video_without_link: 'The link may have been lost. The vendor’s own dashboard has the video.',
  no_invite: 'The invite may not have gone out. Check the posting and the address, then resend.',
  no_video: 'The invite is open longer than it should be. Nudge the candidate, resend or close.',
  expired: 'The candidate can no longer record. Invite again or close.',
  slots_wanted: 'Give slots, so that an interview can be booked.',
  scheduled: 'Nothing to do until it begins.',
  feedback: 'Read it, then advance or decline.',
  no_show: 'Book another time, or close.',
  interview_cancelled: 'Book another time, or close.',
  rounds_missing: 'Nobody is invited until the job’s rounds are entered in JobTwine.',
  overdue: 'Ask the vendor, or look at its page.',
  finds_expert: 'The vendor has the slots. Nothing to do for now.',
  sends_feedback: 'The interview is over. Nothing to do for now.',
  books_interview: 'The candidate has the link. Nothing to do for now.',
  records_video: 'The candidate has the invite. Nothing to do for now.',
  sends_invite: 'The vendor has the move. Nothing to do for now.',
};

export const meaningWords = (item: InboxItem): string => meanings[item.reason] ?? '';

/** Until when an item is put off. */
export function snoozeWords(item: InboxItem, now: number): string {
  if (item.snooze === null) return '';
  const at = item.snooze.untilMs;
  switch (item.snooze.until) {
    case 'result':
      return 'until a result arrives';
    case 'note':
      return 'until a note is added';
    case 'quiet':
      return at === null ? 'until nothing happens for 3 d' : `until ${aheadTime(at, now)} if nothing happens`;
    default:
      return at === null ? '' : `until ${aheadTime(at, now)}`;
  }
}

/** Why an item is in its tab: the rule that put it there. */
const rules: Record<InboxGroup, string> = {
  inviteFailed: 'A failed invite needs you until it is fixed, done or the candidate is moved on',
  slotsNeeded: 'Wanted slots need you until they are given',
  scheduled: 'A booked interview is shown once',
  feedbackIn: 'A result needs you until it is done or the candidate is moved on',
  stalled: 'The deadline passed without an answer',
  onCandidate: 'The candidate acts next',
  onVendor: 'The vendor acts next',
  muted: 'You muted this candidate',
};

/** One line of evidence: a time and a sentence. */
export interface Why {
  time: string;
  text: string;
}

const whyTime = (at: number, now: number): string => (sameDay(at, now) ? exact.format(at) : aheadTime(at, now));

/** The chain that led here: what Lever says, when it was read, and the rule. */
export function whyWords(item: InboxItem, links: readonly ProofLine[], now: number): Why[] {
  const known = links.filter((link) => link.certainty !== 'waiting' && (link.atMs ?? link.seenAtMs) !== null);
  const lines = known.map((link) => ({
    time: whyTime(link.atMs ?? link.seenAtMs ?? now, now),
    text: `${linkWords(link.link, vendorName[item.vendor])}. ${sourceWords(link.source, link.detail)}`,
  }));
  const last = known.at(-1);
  if (last?.atMs != null && last.seenAtMs !== null && last.seenAtMs > last.atMs)
    lines.push({
      time: whyTime(last.seenAtMs, now),
      text: `Read here ${span(last.seenAtMs - last.atMs)} later`,
    });
  const rule = { time: item.atMs === null ? '' : whyTime(item.atMs, now), text: rules[item.group] };
  return [...lines, rule];
}
