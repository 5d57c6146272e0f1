import type { VendorStanding } from '$lib/ipc';

const plural = (n: number, one: string, many: string): string => (n === 1 ? one : many);

/** The words of leaving: a vendor, Lever, everything. */
export const leavingWords = {
  title: 'Leaving',
  lead: 'Switch a vendor off, disconnect Lever, or remove everything. Each says first what it does.',

  stands: {
    unused: () => 'Not used: no stage is pinned for it.',
    on: (facts) => `On. Moves into ${facts.stage} count as invitations.`,
    off: (facts) => `Off here since ${facts.off}. Its access in Lever is still as it was.`,
    reacting: (facts) => `Still reacting: it wrote into Lever ${facts.at}, after you said its access was revoked.`,
    quiet: (facts) =>
      `Observed quiet since ${facts.revoked}: it let ${facts.unanswered} ${plural(facts.unanswered, 'move', 'moves')} into ${facts.stage} pass.`,
    notRead: () => 'Cannot be verified: Lever has not been read since you said so.',
    tooEarly: (facts) =>
      `Cannot be verified yet: somebody entered ${facts.stage}, and an answer may still come until ${facts.at}.`,
    nothingToAnswer: (facts) =>
      `Cannot be verified: since ${facts.revoked} nothing has happened that it would have answered. A move into ${facts.stage} will show it.`,
  } satisfies Record<VendorStanding, (facts: StandingFacts) => string>,
  verdict: {
    unused: 'Not used',
    on: 'On',
    off: 'Off here',
    reacting: 'Still reacting',
    quiet: 'Observed quiet',
    notRead: 'Not verifiable',
    tooEarly: 'Not verifiable yet',
    nothingToAnswer: 'Not verifiable',
  } satisfies Record<VendorStanding, string>,

  switchOff: (vendor: string) => `Switch ${vendor} off…`,
  stops: 'What stops here',
  stopsList: (vendor: string, stage: string, waiting: number) => [
    `Moves into ${stage} count as any other move: nothing is held, checked or called an invitation.`,
    `Nothing of ${vendor} is awaited any more, and nobody is told that it is late.`,
    waiting === 0
      ? 'No move into it waits here.'
      : `${waiting} ${plural(waiting, 'move', 'moves')} that ${plural(waiting, 'waits', 'wait')} here ${plural(waiting, 'is', 'are')} taken back.`,
    'What happened stays: interviews, feedback and their proof, and everything that is pinned.',
  ],
  midFlow: (n: number) =>
    n === 0
      ? 'Nobody is in the middle of an interview.'
      : `${n} ${plural(n, 'candidate is', 'candidates are')} in the middle of an interview`,
  midFlowMeans:
    'Once the access is revoked, nothing of these reaches Lever any more. Tell them, or wait until they are done.',
  more: (n: number) => `and ${n} more`,
  open: (name: string) => `Open ${name}`,
  round: (n: number) => `round ${n}`,
  since: (when: string) => `since ${when}`,
  states: {
    triggered: 'Invite expected',
    invited: 'Invited',
    awaiting_rounds: 'No rounds in JobTwine yet',
    slots_wanted: 'Slots wanted',
    slots_given: 'Slots given',
    scheduled: 'Interview booked',
    in_progress: 'Interview runs',
    feedback_pending: 'Feedback outstanding',
  } as Record<string, string>,
  goOff: (vendor: string) => `Switch ${vendor} off`,
  keepOn: 'Leave it on',
  revokeLead: (vendor: string) =>
    `A Super Admin ends its access in Lever: Settings, Integrations and API, Authorized Apps, ${vendor}, Revoke Access. Fulcrum cannot do that, and no interface shows it.`,
  openLever: 'Open Authorized Apps',
  revoked: 'I have revoked it',
  revokedAgain: 'I have revoked it now',
  look: 'Look again',
  switchOn: (vendor: string) => `Switch ${vendor} on again`,

  lever: 'Disconnect Lever',
  leverLead: {
    key: 'Fulcrum forgets the API key. The key itself still works until a Super Admin deletes it in Lever: Settings, Integrations and API, API Credentials.',
    grant:
      'Fulcrum asks Lever to end the sign-in and forgets it. Where Lever does not offer that, a Super Admin ends it: Settings, Integrations and API, Authorized Apps.',
  } as Record<string, string>,
  waitingNone: 'Nothing waits to be sent.',
  waiting: (n: number) => `${n} ${plural(n, 'change waits', 'changes wait')} and will not be sent`,
  waitingTo: (name: string, to: string | null) => (to === null ? name : `${name}, to ${to}`),
  unknown: 'A candidate who is not here',
  files: 'What is on this computer',
  filesGo: 'Remove it: the copy of the pipeline, the set-up and what waits',
  filesStay: 'Keep it, encrypted, for me: with a new key everything is here again',
  disconnect: 'Disconnect…',
  disconnectGo: 'Disconnect',
  stay: 'Stay connected',
  gone: 'Lever is disconnected',
  goneAccess: {
    key: 'The key has left this computer. It still works: a Super Admin deletes it in Lever under Settings, Integrations and API, API Credentials.',
    revoked: 'Lever has ended the sign-in, and it has left this computer.',
    not_offered:
      'The sign-in has left this computer. Lever offers no way to end it from here: a Super Admin ends it under Settings, Integrations and API, Authorized Apps.',
    not_reached:
      'The sign-in has left this computer. Lever could not be asked to end it: a Super Admin ends it under Settings, Integrations and API, Authorized Apps.',
  } as Record<string, string>,
  goneFiles: (kept: boolean) =>
    kept
      ? 'What is on this computer waits for you, encrypted. Nothing of it is sent by itself.'
      : 'Everything of this account was removed from this computer.',

  retention: 'Archived candidates',
  retentionLead:
    'They leave this computer some time after they were archived, with everything about them. Durations stay for insights, without anybody’s name. Files that you saved are yours and stay.',
  retentionDays: 'Days after the archiving',
  retentionKeep: 'Keep them all',
  retentionSave: 'Save',
  retentionSaved: 'Saved.',
  retentionHere: (n: number) => `${n} archived ${plural(n, 'candidate is', 'candidates are')} here.`,
  retentionKept: (n: number) => `${n} ${plural(n, 'duration', 'durations')} kept.`,
  retentionRange: (fewest: number, most: number) => `${fewest} to ${most} days`,

  wipe: 'Remove everything',
  wipeLead:
    'Everything of Fulcrum leaves this computer: files, keys, the window’s own data. Nothing changes in Lever, and you get a receipt.',
  wipeAsk: 'Remove everything…',
  wipeTitle: (training: boolean) =>
    training ? 'Remove the training from this computer?' : 'Remove Fulcrum’s data from this computer?',
  wipeGoes: 'This goes',
  wipeKeys: 'The keys of all files and accesses, from the keyring',
  wipeScreen: 'Notifications that are still shown',
  wipeWaiting: (n: number) =>
    `${n} ${plural(n, 'change', 'changes')} of yours ${plural(n, 'waits', 'wait')} and will never be sent.`,
  wipeSaved: (n: number) => `${n} ${plural(n, 'file', 'files')} that you saved elsewhere`,
  wipeSavedUnknown: 'Which files you saved elsewhere cannot be read. They stay.',
  wipeSavedToo: 'Remove these, too',
  wipeGo: 'Remove everything',
  wipeKeep: 'Keep everything',
  count: (n: number) => n.toLocaleString(),
  bytes: (n: number) =>
    n < 1024 ? `${n} bytes` : n < 1024 * 1024 ? `${Math.round(n / 1024)} KB` : `${(n / 1024 / 1024).toFixed(1)} MB`,

  receipt: 'Everything was removed',
  receiptLeft: 'Not everything could be removed',
  receiptResumed: 'An earlier removal was cut short. It has been ended now.',
  receiptTime: (when: string) => `Ended ${when}.`,
  receiptRemoved: 'Removed',
  receiptNothing: 'Nothing was here.',
  receiptStill: 'Still there',
  receiptSave: 'Save the receipt',
  receiptSaved: (path: string) => `Saved as ${path}.`,
  receiptClose: 'Close',
} as const;

/** What a sentence about a vendor needs. */
export interface StandingFacts {
  stage: string;
  off: string;
  revoked: string;
  at: string;
  unanswered: number;
}
