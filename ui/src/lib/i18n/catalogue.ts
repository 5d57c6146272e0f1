import type { Finding, FindingCode, Fix, Next, Notice, Resend } from '$lib/ipc';
import { vendorName } from './en';
import { bulkWords } from './bulk';
import { interviewNews } from './news';
import { interviewLinks } from './results';

/** Words for one preflight finding. `subject` and `suggestion` are hostile text: shown as text, never parsed. */
interface FindingWords {
  /** What is the matter, as a whole sentence. */
  sentence(finding: Finding): string;
  /** The same in a few words, for a card or a lane head. */
  short: string;
}

const quoted = (text: string | null, otherwise: string): string => (text === null ? otherwise : `“${text}”`);

/** Only myInterview's tag names a template; JobTwine's is one word. */
const isJobTwineTag = (finding: Finding): boolean =>
  finding.code === 'posting_untagged' && finding.suggestion === vendorName.jobtwine;
export const noJobTwineTag = 'posting has no JobTwine tag';

/** Every code of the closed list. A missing one is a type error. */
export const findings: Record<FindingCode, FindingWords> = {
  archived: {
    sentence: () => 'This candidate is archived in Lever. Archived candidates cannot be moved.',
    short: 'archived',
  },
  anonymized: {
    sentence: () => 'This person’s data was erased in Lever. Nobody can be contacted.',
    short: 'person erased',
  },
  trigger_stage_gone: {
    sentence: () => 'The stage that invites no longer exists in Lever. Choose it again in Setup.',
    short: 'stage is gone',
  },
  no_posting: {
    sentence: () => 'There is no posting, so there is no template to invite with.',
    short: 'no posting',
  },
  posting_untagged: {
    sentence: (f) =>
      !isJobTwineTag(f)
        ? 'The posting has no template tag. myInterview ignores it and tells nobody.'
        : f.subject === null
          ? 'The posting has no JobTwine tag. JobTwine ignores it and tells nobody.'
          : `The posting has ${quoted(f.subject, 'another tag')} where JobTwine looks for the JobTwine tag.`,
    short: 'posting has no template tag',
  },
  template_not_found: {
    sentence: (f) =>
      `Template ${quoted(f.subject, 'on the posting')} was not found.` +
      (f.suggestion === null ? '' : ` Did you mean “${templateOf(f.suggestion)}”?`),
    short: 'template not found',
  },
  template_ambiguous: {
    sentence: (f) => `Two templates are called ${quoted(f.subject, 'that')}. The tag must name one by its id.`,
    short: 'two templates share the name',
  },
  several_configuration_tags: {
    sentence: (f) =>
      `The posting has several template tags${f.subject === null ? '' : `: ${f.subject}`}. myInterview refuses it.`,
    short: 'several template tags',
  },
  missing_email: { sentence: () => 'No email on file. myInterview cannot invite without one.', short: 'no email' },
  invalid_email: {
    sentence: (f) => `${quoted(f.subject, 'The email')} does not look like an address. The invite would not arrive.`,
    short: 'email is not an address',
  },
  rounds_stated_none: {
    sentence: () => 'You said this job has no rounds in JobTwine, so nobody would be invited.',
    short: 'no rounds in JobTwine',
  },
  phone_missing: { sentence: () => 'No phone on file, so no SMS. The email still goes out.', short: 'no phone' },
  phone_not_international: {
    sentence: (f) =>
      `Phone ${quoted(f.subject, 'on file')} has no country code, so no SMS. The email still goes out.` +
      (f.suggestion === null ? '' : ` It may be ${f.suggestion}.`),
    short: 'phone has no country code',
  },
  rounds_unknown: {
    sentence: () => 'Nobody has said whether this job has rounds in JobTwine.',
    short: 'rounds unknown',
  },
  templates_stale: {
    sentence: () => 'The list of templates is older than 30 days. A template may have been renamed since.',
    short: 'template list is old',
  },
  invite_open: {
    sentence: () => 'An invite is already open. Another one would reach the same person twice.',
    short: 'an invite is open',
  },
  invited_recently: {
    sentence: () => 'This person was invited a short time ago.',
    short: 'invited recently',
  },
  already_completed: {
    sentence: () => 'The interview was already completed. A new invite asks for it again.',
    short: 'already completed',
  },
  interview_booked: {
    sentence: () => 'An interview is booked. Leaving the stage may cancel it.',
    short: 'an interview is booked',
  },
  feedback_missing: {
    sentence: () => 'Feedback has not arrived yet. Leaving the stage now may lose it.',
    short: 'feedback is missing',
  },
  same_person_elsewhere: {
    sentence: (f) => `The same person is active on another opportunity${f.subject === null ? '' : `: ${f.subject}`}.`,
    short: 'same person elsewhere',
  },
  enters_other_vendor: {
    sentence: () => 'This goes from one interview vendor straight to the other, which contacts the candidate again.',
    short: 'enters the other vendor',
  },
  owner_missing: {
    sentence: () => 'The opportunity has no owner, so the vendor’s note addresses nobody.',
    short: 'no owner',
  },
  webhook_silent: {
    sentence: () => 'The vendor has not reacted to a stage change for a while. Its webhook may be off.',
    short: 'vendor has been silent',
  },
  webhook_unverifiable: {
    sentence: () => 'Lever does not show whether the stage-change webhook is on.',
    short: 'webhook cannot be seen',
  },
  vendor_stage_unverifiable: {
    sentence: () => 'Which stage the vendor listens to cannot be read. It counts as right once a move is answered.',
    short: 'vendor’s stage cannot be read',
  },
};

/** The button's words for a fix. */
export function fixLabel(fix: Fix): string {
  switch (fix.kind) {
    case 'replace_posting_tag':
      return `Use “${templateOf(fix.to)}”`;
    case 'add_email':
      return 'Add email';
    case 'correct_phone':
      return 'Correct phone';
    case 'import_templates':
      return 'Read templates again';
    case 'choose_trigger_stage':
      return 'Choose the stage';
    case 'open_in_lever':
      return 'Open in Lever';
    case 'resend':
      return 'Resend invite';
  }
}

/** The template a configuration tag names: what follows its prefix, which is what people call the template. */
export const templateOf = (tag: string): string => tag.replace(/^\s*myinterview\s*:\s*/i, '').trimEnd();

/** Why the vendor could not invite, in a few words. */
export const failures = {
  missing_email: 'no email',
  invalid_email: 'email is not an address',
  template_not_found: 'template not found',
  template_ambiguous: 'two templates share the name',
  several_configuration_tags: 'several template tags',
  other: 'myInterview said so in a note',
  jobtwine_other: 'JobTwine said so in a note',
} as const satisfies Record<string, string>;

function word(table: Readonly<Record<string, string>>, code: string | null, otherwise: string): string {
  return (code !== null && Object.hasOwn(table, code) ? table[code] : undefined) ?? otherwise;
}

export const failureWords = (code: string | null): string => word(failures, code, 'the reason is not known');

/** A verb in two lengths: whole, and for the compact board. */
type Verb = readonly [whole: string, short: string];

/** What the person, the candidate or the vendor does next, as the verb after the owner's name. */
export const phrases = {
  choose_next_step: ['choose the next step', 'choose next step'],
  link_posting: ['link a posting in Lever', 'link a posting'],
  fix_tag: ['fix the tag', 'fix the tag'],
  add_email: ['add an email', 'add an email'],
  correct_email: ['correct the email', 'correct the email'],
  ask_support: ['ask the vendor’s support', 'ask support'],
  choose_stage: ['choose the stage in Setup', 'open Setup'],
  watch_video: ['watch the video', 'watch the video'],
  find_video: ['find the video in myInterview', 'find the video'],
  advance_or_decline: ['advance or decline', 'decide'],
  resend: ['resend the invite', 'resend'],
  nudge_or_close: ['nudge or close', 'nudge or close'],
  resend_or_close: ['resend or close', 'resend or close'],
  decide_move: ['decide about the move', 'decide'],
  records_video: ['records', ''],
  sends_invite: ['sends the invite', 'invites'],
  enter_slots: ['enter slots', 'enter slots'],
  books_interview: ['chooses slots', 'chooses slots'],
  finds_expert: ['finds an expert', 'finds expert'],
  confirm_time: ['confirm the time', 'confirm the time'],
  interview_at: ['acts until the interview', 'until interview'],
  interview_runs: ['acts while it runs', 'while it runs'],
  sends_feedback: ['sends the feedback', 'sends feedback'],
  read_feedback: ['read the feedback', 'read feedback'],
  start_next_round: ['start the next round or decline', 'next round'],
  enter_rounds: ['enter the rounds in JobTwine', 'enter rounds'],
  book_again_or_close: ['book again or close', 'book again'],
  chase_vendor: ['ask JobTwine what is missing', 'ask JobTwine'],
  wait_for_move: ['acts until the move is settled', 'until settled'],
  nothing: ['acts for now', 'for now'],
} as const satisfies Record<string, Verb>;

const fallbackPhrase: Record<Next['actor'], Verb> = {
  you: ['look at the card', 'look at it'],
  candidate: ['acts', 'acts'],
  vendor: ['works on it', 'works on it'],
  nobody: ['acts for now', 'for now'],
};

/** The verb of "who acts next", without the owner's name; with the day where one is due. */
export function phraseWords(next: Next, when: string, short: boolean): string {
  const table: Readonly<Record<string, Verb>> = phrases;
  const verb = (Object.hasOwn(table, next.phrase) ? table[next.phrase] : undefined) ?? fallbackPhrase[next.actor];
  if (next.actor === 'nobody' && when !== '') return `until ${when}`;
  const words = short && (when !== '' || verb[1] !== '') ? verb[1] : verb[0];
  return `${words}${when === '' ? '' : ` by ${when}`}`.trim();
}

/** Links of a journey. */
export const links = {
  moved: (vendor: string) => `Moved to ${vendor}`,
  invited: (vendor: string) => (vendor === vendorName.jobtwine ? 'Link emailed' : 'Invite sent'),
  opened: () => 'Opened by the candidate',
  completed: () => 'Video completed',
  result_in: () => 'Video link in',
  failed: () => 'Invite failed',
  ...interviewLinks,
} as const satisfies Record<string, (vendor: string) => string>;

const linkIcon: Record<string, string> = {
  tag: 'tag',
  note: 'note',
  contact_link: 'link',
  stage_history: 'board',
  vendor_answer: 'plug',
};

export const linkWords = (link: string, vendor: string): string =>
  Object.hasOwn(links, link) ? links[link as keyof typeof links](vendor) : 'Step';
export const sourceIcon = (source: string | null): string => (source === null ? 'clock' : (linkIcon[source] ?? 'note'));

/** Where a link's proof comes from. */
export function sourceWords(source: string | null, detail: string | null): string {
  switch (source) {
    case 'tag':
      return detail === null ? 'Tag in Lever' : `Tag “${detail}”`;
    case 'note':
      return detail === null ? 'Note in Lever' : `Note by ${detail}`;
    case 'contact_link':
      return detail === null ? 'Link on the contact' : `Link to ${detail} on the contact`;
    case 'stage_history':
      return detail === null ? 'Stage history in Lever' : `Stage history in Lever, by ${detail}`;
    case 'vendor_answer':
      return 'The vendor’s own answer';
    default:
      return 'Nothing seen yet';
  }
}

/** Kinds of tags. */
export const tagKinds = {
  status: 'status',
  config: 'from posting',
  posting: 'from posting',
  manual: 'by hand',
} as const satisfies Record<string, string>;
export const tagKindWords = (kind: string): string => word(tagKinds, kind, 'tag');

/** Where a search matched. */
export const matches = {
  name: 'name',
  email: 'email',
  posting: 'posting',
  tag: 'tag',
  note: 'note',
} as const satisfies Record<string, string>;
export const matchWords = (matched: string): string => word(matches, matched, 'text');

/** Why a resend is not possible, or what to know about it. */
export const resendReasons = {
  not_in_stage: 'Not in a vendor’s stage, so move there instead.',
  invite_open: 'An invite is already open.',
  already_completed: 'The interview was already completed.',
  interview_booked: 'An interview is booked.',
  feedback_missing: 'The feedback is still to come.',
  no_more_rounds: 'Every stated round has its feedback.',
  cooling_down: 'One was sent a moment ago. Wait a little.',
  no_neutral_stage: 'Choose the stage for a resend in Setup first.',
  no_trigger_stage: 'Choose the vendors’ stages in Setup first.',
  archived: 'Archived in Lever.',
  move_open: 'Another move of this candidate is still open.',
  blocked: 'It would fail again. Fix what preflight found first.',
} as const satisfies Record<string, string>;
export const resendWords = (resend: Resend): string | null =>
  resend.reason === null ? null : word(resendReasons, resend.reason, 'Not possible right now.');

/** A toast's two halves for a notice. */
export interface NoticeWords {
  lead: string;
  rest: string;
  icon: string;
  tone: 'ok' | 'you' | 'warn' | 'danger';
  /** Failures stay until dismissed. */
  stays: boolean;
}

export function noticeWords(notice: Notice): NoticeWords {
  const who = notice.name === '' ? 'a candidate' : notice.name;
  switch (notice.code) {
    case 'invited':
      return { lead: `Invite sent to ${who}.`, rest: 'Proven by tag.', icon: 'ok', tone: 'ok', stays: false };
    case 'completed':
      return {
        lead: `${who} completed the interview.`,
        rest: 'The video is in.',
        icon: 'video',
        tone: 'ok',
        stays: false,
      };
    case 'moved':
      return { lead: `${who} moved.`, rest: 'Lever has it.', icon: 'ok', tone: 'ok', stays: false };
    case 'archived':
      return { lead: `${who} archived.`, rest: 'Lever has it.', icon: 'archive', tone: 'ok', stays: false };
    case 'unarchived':
      return { lead: `${who} is back from the archive.`, rest: 'Lever has it.', icon: 'ok', tone: 'ok', stays: false };
    case 'note_sent':
      return { lead: `Note about ${who} sent.`, rest: 'Lever has it.', icon: 'note', tone: 'ok', stays: false };
    case 'tag_sent':
      return { lead: `Tags of ${who} changed.`, rest: 'Lever has it.', icon: 'tag', tone: 'ok', stays: false };
    case 'undone':
      return { lead: 'Undone.', rest: 'Nothing was sent.', icon: 'undo', tone: 'you', stays: false };
    case 'failed':
      return {
        lead: `Invite failed for ${who}:`,
        rest: `${failureWords(notice.detail)}.`,
        icon: 'mail-x',
        tone: 'danger',
        stays: true,
      };
    case 'stalled':
      return { lead: `Nothing came for ${who}.`, rest: 'It is overdue.', icon: 'stall', tone: 'warn', stays: true };
    case 'refused':
      return {
        lead: `Lever refused a change about ${who}.`,
        rest: 'Nothing was sent. The dock says why.',
        icon: 'fail',
        tone: 'danger',
        stays: true,
      };
    case 'needs_you':
      return {
        lead: `A change about ${who} needs you.`,
        rest: 'Nothing was sent. Decide in the dock.',
        icon: 'warn',
        tone: 'warn',
        stays: true,
      };
    case 'bulk_ended':
      return {
        lead: bulkWords.ended,
        rest: notice.detail ?? '',
        icon: 'people',
        tone: 'you',
        stays: false,
      };
    case 'expired':
      return {
        lead: `The invite of ${who} expired.`,
        rest: 'Resend it or close.',
        icon: 'stall',
        tone: 'warn',
        stays: true,
      };
    default:
      return (
        interviewNews(notice.code, who, notice.detail) ?? {
          lead: `${who}:`,
          rest: 'something changed.',
          icon: 'ok',
          tone: 'you',
          stays: false,
        }
      );
  }
}

/** A finding in a lane head: "Cannot invite: no email". */
export const findingShort = (finding: Finding): string =>
  isJobTwineTag(finding) ? noJobTwineTag : findings[finding.code].short;
export const findingSentence = (finding: Finding): string => findings[finding.code].sentence(finding);
export const fixEffect = (fix: Fix): { from: string | null; to: string } | null =>
  fix.kind === 'replace_posting_tag' ? { from: fix.from, to: fix.to } : null;

/** The owner's word: the vendor by name, everybody else by role. */
export function ownerWord(next: Next): string {
  switch (next.actor) {
    case 'you':
      return 'You';
    case 'candidate':
      return 'Candidate';
    case 'vendor':
      return next.vendor === null ? 'Vendor' : vendorName[next.vendor];
    case 'nobody':
      return 'Nobody';
  }
}
