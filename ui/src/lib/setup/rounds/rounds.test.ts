import { describe, expect, it } from 'vitest';

import type { TaggedPosting } from '$lib/ipc';
import { contradicted, statedWords, unstated } from './rounds';

const NOW = Date.UTC(2026, 10, 22, 12);

const posting = (given: Partial<TaggedPosting>): TaggedPosting => ({
  id: 'p' as TaggedPosting['id'],
  title: 'Backend',
  state: 'published',
  tag: 'JobTwine',
  exact: true,
  differs: null,
  stated: null,
  read: null,
  ...given,
});
const rounds = (n: number): TaggedPosting['stated'] => ({
  names: Array.from({ length: n }, () => ''),
  minutes: Array.from({ length: n }, () => null),
  atMs: NOW,
});

describe('what an admin stated about rounds', () => {
  it('says how many, who said so, and when; no rounds is not unknown', () => {
    expect(statedWords(posting({}), NOW)).toBe('Unknown');
    expect(statedWords(posting({ stated: rounds(2) }), NOW)).toBe('2, you said so, 22 Nov');
    expect(statedWords(posting({ stated: rounds(0) }), NOW)).toBe('0, you said so, 22 Nov');
  });

  it('notices when JobTwine says something else', () => {
    expect(contradicted(posting({ stated: rounds(2), read: rounds(1) }))).toBe(true);
    expect(contradicted(posting({ stated: rounds(2), read: rounds(2) }))).toBe(false);
    expect(contradicted(posting({ read: rounds(1) }))).toBe(false);
  });

  it('asks only about jobs that JobTwine reads and nobody knows', () => {
    const asked = posting({});
    const all = [
      asked,
      posting({ stated: rounds(0) }),
      posting({ read: rounds(1) }),
      posting({ exact: false }),
      posting({ state: 'closed' }),
    ];
    expect(unstated(all)).toEqual([asked]);
  });
});
