import { describe, expect, it } from 'vitest';

import { Rehearsal } from '$lib/host/rehearsal';
import type { JobTwineSetup, TaggedPosting } from '$lib/ipc';
import { contradicted, lines, statedWords } from './lines';

const NOW = Date.UTC(2026, 10, 22, 12);
const rehearsed = (): Promise<JobTwineSetup> => new Rehearsal({ now: () => NOW }).commands.jobtwineSetup();
const verdicts = (setup: JobTwineSetup): Record<string, string> =>
  Object.fromEntries(lines(setup, NOW).map((line) => [line.id, line.verdict]));

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

describe('how each line of JobTwine’s part is known', () => {
  it('tells a pinned stage from one that was renamed, has gone, or cannot be read', async () => {
    const setup = await rehearsed();
    const told = (standing: JobTwineSetup['stage']['standing']): [string | undefined, string | undefined] => {
      const line = lines({ ...setup, stage: { standing, id: setup.stage.id, name: 'Experts' } }, NOW)[0];
      return [line?.verdict, line?.evidence];
    };
    expect(told('verified')[0]).toBe('verified');
    expect(told('renamed')).toEqual(['drift', expect.stringContaining('called Experts now')]);
    expect(told('gone')[0]).toBe('drift');
    expect(told('near')).toEqual(['todo', expect.stringContaining('Experts is not spelled JobTwine')]);
    expect(told('several')[0]).toBe('todo');
    expect(told('missing')[0]).toBe('todo');
    expect(told('unread')[0]).toBe('unverifiable');
  });

  it('takes only an answer for a proof of the connection', async () => {
    const setup = await rehearsed();
    expect(verdicts(setup)['jt-hears']).toBe('unverifiable');
    expect(verdicts({ ...setup, reactionAtMs: NOW - 1000 })['jt-hears']).toBe('verified');
  });

  it('calls rounds stated when somebody said so, verified only when JobTwine says so', async () => {
    const setup = await rehearsed();
    const of = (...postings: TaggedPosting[]): string | undefined => verdicts({ ...setup, postings })['jt-postings'];
    expect(of()).toBe('todo');
    expect(of(posting({ stated: rounds(2) }))).toBe('stated');
    expect(of(posting({ stated: rounds(2) }), posting({}))).toBe('todo');
    expect(of(posting({ read: rounds(1) }))).toBe('verified');
    expect(of(posting({ stated: rounds(2), exact: false }))).toBe('todo');
    const other = posting({ stated: rounds(2), read: rounds(1) });
    expect([contradicted(other), of(other)]).toEqual([true, 'todo']);
  });

  it('says how many, who said so, and when; no rounds is not unknown', () => {
    expect(statedWords(posting({}), NOW)).toBe('Unknown');
    expect(statedWords(posting({ stated: rounds(2) }), NOW)).toBe('2, you said so, 22 Nov');
    expect(statedWords(posting({ stated: rounds(0) }), NOW)).toBe('0, you said so, 22 Nov');
  });
});
