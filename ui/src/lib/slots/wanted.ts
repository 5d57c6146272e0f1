import type { Candidate } from '$lib/ipc';

const taking = new Set(['triggered', 'invited', 'slots_wanted', 'slots_given']);

/** Slots can be entered: the candidate is in JobTwine's stage, or an interview there still waits for a time. */
export function wantsSlots(candidate: Candidate): boolean {
  const journeys = candidate.journeys.filter((journey) => journey.vendor === 'jobtwine');
  const newest = journeys.at(-1);
  if (newest !== undefined) return taking.has(newest.state);
  return candidate.stages.find((stage) => stage.id === candidate.card.stage)?.vendor === 'jobtwine';
}
