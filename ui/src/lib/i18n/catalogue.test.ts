import { describe, expect, it } from 'vitest';

import type { Actor, ChipKind, Finding, FindingCode, Fix, JourneyBlock, Next } from '$lib/ipc';
import {
  failures,
  findings,
  findingSentence,
  findingShort,
  fixLabel,
  links,
  linkWords,
  matches,
  noticeWords,
  phrases,
  phraseWords,
  resendReasons,
  resendWords,
  sourceWords,
  tagKinds,
  tagKindWords,
  templateOf,
} from './catalogue';
import { chipLook, chipWords, isUnwatched, standingWords } from './chips';
import { ago, agoWords, days, due, moment, momentWithin, secondsLeft, span } from './time';

const finding = (code: FindingCode, change: Partial<Finding> = {}): Finding => ({
  code,
  severity: 'block',
  subject: null,
  suggestion: null,
  fix: null,
  ...change,
});
const codes = Object.keys(findings) as FindingCode[];
/** A code that slipped into a sentence. */
const raw = /[a-z]_[a-z]|undefined|null|\[object/;

describe('findings', () => {
  it('has the whole closed list', () => {
    expect(codes).toHaveLength(26);
  });

  it.each(codes)('%s reads as a sentence, with and without its subject', (code) => {
    for (const change of [{}, { subject: 'Lever demo', suggestion: 'Lever Demo' }]) {
      const words = findingSentence(finding(code, change));
      expect(words).toMatch(/^\S.*[.?]$/s);
      expect(words).not.toMatch(raw);
    }
    expect(findings[code].short).not.toMatch(/[.?]$/);
    expect(findings[code].short).not.toMatch(raw);
  });

  it('asks whether another template was meant', () => {
    expect(findingSentence(finding('template_not_found', { subject: 'Lever demo', suggestion: 'Lever Demo' }))).toBe(
      'Template “Lever demo” was not found. Did you mean “Lever Demo”?',
    );
  });

  it('says which vendor’s tag a posting lacks', () => {
    const untagged = (change: Partial<Finding>) => finding('posting_untagged', change);
    const jobtwine = untagged({ suggestion: 'JobTwine' });
    expect(findingSentence(jobtwine)).toBe('The posting has no JobTwine tag. JobTwine ignores it and tells nobody.');
    expect(findingShort(jobtwine)).toBe('posting has no JobTwine tag');
    const misspelt = findingSentence(untagged({ subject: 'jobtwine', suggestion: 'JobTwine' }));
    expect(misspelt).toContain('“jobtwine”');
    expect(misspelt).toContain('JobTwine tag');
    expect(findingSentence(untagged({}))).toContain('no template tag');
    expect(findingShort(untagged({}))).toBe('posting has no template tag');
  });

  it('names what a fix does', () => {
    const fixes: Fix[] = [
      { kind: 'replace_posting_tag', from: 'myInterview:Lever demo', to: 'myInterview:Lever Demo' },
      { kind: 'add_email' },
      { kind: 'correct_phone' },
      { kind: 'import_templates' },
      { kind: 'choose_trigger_stage' },
      { kind: 'open_in_lever' },
      { kind: 'resend' },
    ];
    const labels = fixes.map(fixLabel);
    expect(labels[0]).toBe('Use “Lever Demo”');
    expect(new Set(labels).size).toBe(labels.length);
    expect(templateOf('myInterview: a:b ')).toBe('a:b');
    expect(templateOf('Sales: intro')).toBe('Sales: intro');
  });
});

describe('chips', () => {
  const now = Date.UTC(2026, 10, 22, 12);
  const kinds = Object.keys(chipLook) as ChipKind[];

  it.each(kinds)('%s has words with any code and age', (kind) => {
    for (const code of [null, ...codes, ...Object.keys(failures), 'invited', 'result_in', 'something_new']) {
      for (const sinceMs of [null, now - 2 * 86_400_000]) {
        expect(chipWords({ kind, code, sinceMs }, now)).not.toMatch(raw);
      }
    }
  });

  it('says what the pictures say', () => {
    expect(chipWords({ kind: 'invited', code: null, sinceMs: now - 2 * 86_400_000 }, now)).toBe('Invite sent 2 d');
    expect(chipWords({ kind: 'invited', code: null, sinceMs: now - 400 }, now)).toBe('Invite sent just now');
    expect(chipWords({ kind: 'failed', code: 'missing_email', sinceMs: null }, now)).toBe('Invite failed: no email');
    expect(chipWords({ kind: 'completed', code: 'not_watched', sinceMs: now }, now)).toBe('Video in, not watched');
    expect(chipWords({ kind: 'obstacle', code: 'jobtwine_tag_missing', sinceMs: null }, now)).toBe(
      'Posting has no JobTwine tag',
    );
    expect(chipWords({ kind: 'obstacle', code: 'posting_untagged', sinceMs: null }, now)).toBe(
      'Posting has no template tag',
    );
    expect(chipWords({ kind: 'stalled', code: 'completed', sinceMs: now - 6 * 86_400_000 }, now)).toBe(
      'No video for 6 d',
    );
  });

  it('has words of its own for where an interview with an expert stands', () => {
    const since = now - 86_400_000;
    const words = (kind: ChipKind, code: string | null = null, sinceMs: number | null = since) =>
      chipWords({ kind, code, sinceMs }, now);
    expect(words('invited', 'slot_link')).toBe('Slot link sent 1 d');
    expect(words('expired', 'slot_link')).toBe('Slot link expired 1 d');
    expect(words('obstacle', 'rounds_missing')).toBe('No rounds in JobTwine yet');
    expect(words('failed', 'jobtwine_other')).toBe('Invite failed: JobTwine said so in a note');
    expect(words('slotsNeeded')).toBe('Slots needed');
    expect(words('slotsGiven')).toBe('Slots given 1 d');
    const thursday = new Date(2026, 10, 26, 14).getTime();
    expect(words('scheduled', null, thursday)).toBe('Interview Thu 14:00');
    expect(words('scheduled', null, new Date(2026, 11, 12, 9, 30).getTime())).toBe('Interview 12 Dec 09:30');
    expect(words('scheduled', 'running', thursday)).toBe('Interview running');
    expect(words('scheduled', null, null)).toBe('Interview, time unsure');
    expect(words('calledOff')).toBe('Interview cancelled 1 d');
    expect(words('noShow')).toBe('No-show 1 d');
    expect(words('feedbackPending')).toBe('Feedback pending 1 d');
    expect(words('feedbackIn', 'not_read')).toBe('Feedback in');
    expect(words('feedbackIn')).toBe('Feedback in, read');
    for (const [link, said] of [
      ['slots_given', 'No slots for 1 d'],
      ['scheduled', 'No expert for 1 d'],
      ['held', 'No news for 1 d'],
      ['feedback_in', 'No feedback for 1 d'],
    ] as const) {
      expect(words('stalled', link)).toBe(said);
    }
  });

  it('tints what arrived and nobody has opened, for either vendor', () => {
    const fresh = (kind: ChipKind, code: string | null) => isUnwatched({ kind, code, sinceMs: now });
    expect(fresh('completed', 'not_watched')).toBe(true);
    expect(fresh('feedbackIn', 'not_read')).toBe(true);
    expect(fresh('feedbackIn', null)).toBe(false);
    expect(fresh('completed', null)).toBe(false);
  });
});

describe('who acts next', () => {
  const actors: Actor[] = ['you', 'candidate', 'vendor', 'nobody'];
  const next = (actor: Actor, phrase: string): Next => ({ actor, vendor: null, phrase, dueMs: null });

  it.each([...Object.keys(phrases), 'a_new_phrase'])('%s has a verb for everybody, in both lengths', (phrase) => {
    for (const actor of actors) {
      for (const short of [false, true]) {
        expect(phraseWords(next(actor, phrase), '', short)).toMatch(/\S/);
        expect(phraseWords(next(actor, phrase), 'Mon', short)).toContain('Mon');
        expect(phraseWords(next(actor, phrase), 'Mon', short)).not.toMatch(raw);
      }
    }
  });

  it('is shorter on the compact board', () => {
    expect(phraseWords(next('candidate', 'records_video'), 'Wed', true)).toBe('by Wed');
    expect(phraseWords(next('candidate', 'records_video'), 'Wed', false)).toBe('records by Wed');
  });
});

describe('everything else', () => {
  it('knows links, sources, tags, matches and resend reasons, and says something for unknown ones', () => {
    for (const link of [...Object.keys(links), 'unknown_link']) expect(linkWords(link, 'myInterview')).not.toMatch(raw);
    for (const source of ['tag', 'note', 'contact_link', 'stage_history', 'vendor_answer', 'else', null])
      for (const detail of [null, 'x']) expect(sourceWords(source, detail)).not.toMatch(raw);
    for (const kind of [...Object.keys(tagKinds), 'new_kind']) expect(tagKindWords(kind)).not.toMatch(raw);
    expect(Object.keys(matches)).toEqual(['name', 'email', 'posting', 'tag', 'note']);
    for (const reason of [...Object.keys(resendReasons), 'another_reason'])
      expect(resendWords({ vendor: null, nextRound: null, possible: false, reason })).toMatch(/^[A-Z].*\.$/);
    expect(resendWords({ vendor: null, nextRound: null, possible: true, reason: null })).toBeNull();
  });

  it('says when a journey is over or overdue, and nothing while it runs', () => {
    const journey = (state: string, stalled: string | null): JourneyBlock => ({
      vendor: 'myinterview',
      round: 1,
      attempt: 1,
      title: null,
      state,
      failure: null,
      stalled,
      links: [],
      interview: null,
      video: null,
      feedback: null,
    });
    expect(standingWords(journey('invited', null))).toBeNull();
    expect(standingWords(journey('invited', 'completed'))).toBe('Overdue: no video');
    expect(standingWords(journey('triggered', 'invited'))).toBe('Overdue: no invite');
    expect(standingWords(journey('expired', 'completed'))).toBe('Invite expired');
  });

  it('puts every notice into words; failures stay', () => {
    const notice = (code: string) =>
      noticeWords({ code, opportunity: 'o' as never, name: 'Bo', detail: null, title: null, body: null, atMs: 0 });
    for (const code of [
      'invited',
      'completed',
      'failed',
      'stalled',
      'moved',
      'undone',
      'archived',
      'unarchived',
      'note_sent',
      'tag_sent',
      'refused',
      'needs_you',
      'odd_one',
    ]) {
      expect(`${notice(code).lead} ${notice(code).rest}`).not.toMatch(raw);
    }
    expect(notice('failed').stays).toBe(true);
    expect(notice('refused').stays).toBe(true);
    expect(notice('invited').stays).toBe(false);
    const experts = [
      'slots_wanted',
      'scheduled',
      'rescheduled',
      'cancelled',
      'no_show',
      'feedback_in',
      'awaiting_rounds',
    ];
    for (const code of experts) {
      expect(notice(code).rest).not.toBe(notice('odd_one').rest);
      expect(`${notice(code).lead} ${notice(code).rest}`).not.toMatch(raw);
    }
  });
});

describe('time', () => {
  const now = new Date(2026, 10, 22, 12, 0).getTime();
  it('counts in the largest unit', () => {
    expect(span(19_400)).toBe('19 s');
    expect(span(4 * 60_000)).toBe('4 min');
    expect(ago(now - 5 * 3_600_000, now)).toBe('5 h');
    expect(days(now - 3_600_000, now)).toBe('today');
    expect(days(now - 9.5 * 86_400_000, now)).toBe('9 d');
    expect(agoWords(now + 5000, now)).toBe('just now');
    expect(agoWords(now - 59_000, now, 60_000)).toBe('just now');
    expect(agoWords(now - 61_000, now, 60_000)).toBe('1 min ago');
  });

  it('counts down to zero and never below', () => {
    expect(secondsLeft(now + 9_001, now)).toBe(10);
    expect(secondsLeft(now, now)).toBe(0);
    expect(secondsLeft(now - 5000, now)).toBe(0);
  });

  it('says today, a day of this year, or a year', () => {
    expect(moment(new Date(2026, 10, 22, 9, 18).getTime(), now)).toBe('Today 09:18');
    expect(momentWithin(new Date(2026, 10, 22, 9, 18).getTime(), now)).toBe('today 09:18');
    expect(moment(new Date(2026, 9, 9, 10, 12).getTime(), now)).toBe('9 Oct 10:12');
    expect(moment(new Date(2024, 9, 9, 10, 12).getTime(), now)).toBe('9 Oct 2024');
    expect(due(new Date(2026, 10, 23, 9).getTime(), now)).toBe('Mon');
    expect(due(new Date(2026, 11, 23, 9).getTime(), now)).toBe('23 Dec');
  });
});
