import type { TaggedPosting } from '$lib/ipc';
import { jobtwineWords as w } from '$lib/i18n/jobtwine';
import { day } from '$lib/i18n/time';

/** What JobTwine says about a posting's rounds differs from what was stated. */
export const contradicted = (posting: TaggedPosting): boolean =>
  posting.read !== null && posting.stated !== null && posting.read.names.length !== posting.stated.names.length;

/** "2, you said so, 19 Oct", or that nobody said. */
export const statedWords = (posting: TaggedPosting, now: number): string =>
  posting.stated === null
    ? w.unknown
    : w.saidSo(posting.stated.names.length, posting.stated.atMs === null ? '' : day(posting.stated.atMs, now));

/** Jobs that JobTwine reads and about which nobody has said anything, nor does JobTwine itself. */
export const unstated = (postings: readonly TaggedPosting[]): TaggedPosting[] =>
  postings.filter((one) => one.exact && open.has(one.state) && one.stated === null && one.read === null);

/** Candidates can still be moved: `internal` is what Lever's page calls unlisted. */
const open: ReadonlySet<string> = new Set(['published', 'internal']);
