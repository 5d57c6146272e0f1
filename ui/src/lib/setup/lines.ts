import type { JobTwineSetup, TaggedPosting } from '$lib/ipc';
import type { IconName } from '$lib/components/icons';
import { jobtwineWords as w } from '$lib/i18n/jobtwine';
import { agoWords, day } from '$lib/i18n/time';

/** How a line is known. */
export type Verdict = keyof typeof w.verdict;

/** One line of the set-up with its proof. */
export interface Line {
  id: string;
  title: string;
  verdict: Verdict;
  evidence: string;
}

export const looks: Record<Verdict, { icon: IconName; tone: string }> = {
  verified: { icon: 'ok', tone: 't-ok' },
  stated: { icon: 'help', tone: 't-info' },
  unverifiable: { icon: 'help', tone: 't-info' },
  todo: { icon: 'warn', tone: 't-warn' },
  drift: { icon: 'warn', tone: 't-warn' },
};

/** What JobTwine says about a posting's rounds differs from what was stated. */
export const contradicted = (posting: TaggedPosting): boolean =>
  posting.read !== null && posting.stated !== null && posting.read.names.length !== posting.stated.names.length;

/** Rounds are known for this posting, from whomever. */
const known = (posting: TaggedPosting): boolean => posting.stated !== null || posting.read !== null;

function stage(setup: JobTwineSetup, now: number): Line {
  const { standing, name } = setup.stage;
  const read = setup.readAtMs === null ? '' : ` ${w.readAt(agoWords(setup.readAtMs, now))}`;
  return {
    id: 'jt-stage',
    title: w.stage,
    verdict:
      standing === 'verified'
        ? 'verified'
        : standing === 'renamed' || standing === 'gone'
          ? 'drift'
          : standing === 'unread'
            ? 'unverifiable'
            : 'todo',
    evidence: w.stands[standing](name ?? '') + read,
  };
}

function postings(setup: JobTwineSetup): Line {
  const wrong = setup.postings.some((one) => !one.exact || contradicted(one));
  const all = setup.postings.every(known);
  const read = setup.postings.every((one) => one.read !== null);
  return {
    id: 'jt-postings',
    title: w.postings,
    verdict: setup.postings.length === 0 || wrong || !all ? 'todo' : read ? 'verified' : 'stated',
    evidence:
      setup.postings.length === 0
        ? w.postingsNone
        : w.postingsCount(setup.postings.length, setup.postings.filter((one) => one.stated !== null).length),
  };
}

/** The lines of JobTwine's part, each with how it is known. */
export function lines(setup: JobTwineSetup, now: number): Line[] {
  const pinned = setup.authors.length + setup.hosts.length > 0;
  return [
    stage(setup, now),
    {
      id: 'jt-hears',
      title: w.hears,
      verdict: setup.reactionAtMs === null ? 'unverifiable' : 'verified',
      evidence: setup.reactionAtMs === null ? w.hearsNever : w.hearsSeen(agoWords(setup.reactionAtMs, now)),
    },
    {
      id: 'jt-notes',
      title: w.notes,
      verdict: pinned ? 'stated' : 'todo',
      evidence: pinned ? w.notesPinned(setup.authors.length, setup.hosts.length) : w.notesNone,
    },
    postings(setup),
  ];
}

/** "2, you said so, 19 Oct", or that nobody said. */
export const statedWords = (posting: TaggedPosting, now: number): string =>
  posting.stated === null
    ? w.unknown
    : w.saidSo(posting.stated.names.length, posting.stated.atMs === null ? '' : day(posting.stated.atMs, now));
