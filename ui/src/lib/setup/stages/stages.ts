import type { JobTwineSetup, Setup, StageChoice, StageId, Vendor } from '$lib/ipc';

/** How a vendor's stage stands in the wizard. */
export interface StageState {
  pinned: StageChoice | null;
  /** Pinned, and not in Lever any more. */
  gone: boolean;
  /** What was probably meant, where nothing is pinned. */
  proposed: StageChoice | null;
  /** Somebody has to make it: it is looked for. */
  waiting: boolean;
  /** A stage whose title is almost the one that JobTwine wants. */
  near: StageChoice | null;
  /** Several stages bear JobTwine's title. */
  several: boolean;
}

const nothing: StageState = { pinned: null, gone: false, proposed: null, waiting: false, near: null, several: false };

/** Both vendors' stages: pinned, proposed, or still to be made. */
export function found(setup: Setup, experts: JobTwineSetup | null): Record<Vendor, StageState> {
  const of = (id: StageId | null): StageChoice | null => setup.stages.find((one) => one.id === id) ?? null;
  const mine = of(setup.triggerStage);
  const proposed = of(setup.proposedTrigger);
  const theirs = experts?.stages.find((one) => one.vendor === 'jobtwine') ?? null;
  const standing = experts?.stage.standing ?? 'unread';
  return {
    myinterview: {
      ...nothing,
      pinned: mine,
      gone: setup.triggerStage !== null && mine === null,
      proposed: mine === null ? proposed : null,
      waiting: mine === null && proposed === null,
    },
    jobtwine: {
      ...nothing,
      pinned: theirs,
      gone: standing === 'gone',
      near: standing === 'near' ? of(experts?.stage.id ?? null) : null,
      several: standing === 'several',
      waiting: theirs === null && (standing === 'missing' || standing === 'near' || standing === 'gone'),
    },
  };
}

/** Which known stages have another name now. */
export const renames = (
  before: ReadonlyMap<StageId, string>,
  now: readonly StageChoice[],
): { was: string; is: string }[] =>
  now.flatMap((stage) => {
    const was = before.get(stage.id);
    return was === undefined || was === stage.name ? [] : [{ was, is: stage.name }];
  });
