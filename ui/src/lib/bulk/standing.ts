import type { BulkMove } from '$lib/ipc';
import { bulkWords } from '$lib/i18n/bulk';
import { secondsLeft } from '$lib/i18n/time';
import { progressOf } from './rows';

/** Where a bulk move stands, as a title and what should be known besides. */
export function standing(move: BulkMove, now: number): { title: string; rest: string } {
  const { done, all, left, needsYou } = progressOf(move);
  const undecided = needsYou > 0 ? bulkWords.needsYou(needsYou) : '';
  const and = (...parts: string[]): string => parts.filter((part) => part !== '').join(' ');
  switch (move.phase) {
    case 'held': {
      const seconds = move.holdUntilMs === null ? 0 : secondsLeft(move.holdUntilMs, now);
      const title = seconds === 0 ? bulkWords.leaving : bulkWords.phase.held(left, seconds);
      return { title, rest: bulkWords.estimate(move.left) };
    }
    case 'running':
      return { title: bulkWords.phase.running(done, all), rest: and(bulkWords.timeLeft(move.left.seconds), undecided) };
    case 'paused':
      return {
        title: bulkWords.phase.paused(done, all),
        rest: and(bulkWords.rests[move.restsBecause ?? 'person'] ?? '', undecided),
      };
    case 'finished':
      return { title: bulkWords.phase.finished(done, all), rest: undecided };
  }
}
