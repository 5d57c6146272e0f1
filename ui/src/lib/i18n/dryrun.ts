import type { DryRunLine, DryRunOutcome, DryRunPhase, DryRunPlanPart, DryRunStanding, Vendor } from '$lib/ipc';
import { vendorName } from './en';

/** The words of the dry run. */
export const dryRunWords = {
  posting: 'Posting',
  choosePosting: 'Choose a posting',
  noPostings: 'No open posting is tagged for a vendor. Tag one under Tag postings first.',
  vendors: 'Vendors',
  stage: (stage: string) => `Stage “${stage}”`,
  noStage: 'No stage chosen yet',
  notForPosting: 'The posting carries nothing for it',
  email: 'E-mail the vendors write to',
  emailHint: 'Your own. It must not belong to a candidate in Lever.',
  phone: 'Phone for the SMS',
  phoneHint: 'Optional, as +44 7700 900142.',
  reason: 'Archive with the reason',
  chooseReason: 'Choose a reason',
  reasonHint: 'Lever has no delete, so the test candidate stays in the archive and in reports under this reason.',
  keepOpen: 'Keep it open for 30 minutes, so that I can open the e-mail’s link',
  next: 'See what will happen',
  ask: 'Start the dry run?',
  creates: (name: string, posting: string, stage: string) =>
    `Creates a candidate “${name}” in Lever, for ${posting}, in “${stage}”.`,
  moves: (part: DryRunPlanPart, email: string): string => {
    const name = vendorName[part.vendor];
    const template = part.template === null ? '' : ` with the template “${part.template}”`;
    const sent = part.texts ? `e-mail ${email} and text you` : `e-mail ${email}`;
    const slots =
      part.vendor === 'jobtwine' ? ' It asks for slots; none is given, since a slot could book a paid expert.' : '';
    return part.emails
      ? `Moves it into “${part.stage}”; ${name} will ${sent}${template}.${slots}`
      : `Moves it into “${part.stage}”.`;
  },
  archives: (reason: string, minutes: number) =>
    minutes === 0
      ? `Archives it with the reason “${reason}”.`
      : `Archives it with the reason “${reason}”, ${minutes} minutes after the last vendor, or when you stop it.`,
  blocked: (vendor: Vendor) => `${vendorName[vendor]} would not invite:`,
  stopped: (vendor: Vendor) => `${vendorName[vendor]} cannot be tried:`,
  worth: 'Worth knowing:',
  although: (vendor: Vendor) => `Try it all the same: ${vendorName[vendor]}’s own answer will show`,
  nobodyElse: (email: string) => `Contacts ${email} and nobody else.`,
  nobody: 'Contacts nobody.',
  cancel: 'Cancel',
  start: 'Start dry run',
  begun: (posting: string, when: string, by: string) => `${posting}. Confirmed by ${by}, ${when}.`,
  stop: 'Stop and archive',
  stopping: 'Stopping: the candidate is archived.',
  openInLever: 'Open in Lever',
  again: 'Another run',
  lastRun: 'Latest run',
  phase: {
    creating: 'Creating the candidate',
    looking: 'No answer came: looking whether Lever has it',
    running: 'Under way',
    staysOpen: 'Seen to the end. Open for you to try',
    archiving: 'Archiving',
    ended: 'Over',
  } satisfies Record<DryRunPhase, string>,
  openUntil: (time: string) => `Archived by itself at ${time}.`,
  outcome: {
    waiting: 'Its turn comes',
    running: 'Under way',
    passed: 'Green to the end',
    broken: 'Broken',
    cut: 'Stopped before its end',
  } satisfies Record<DryRunOutcome, string>,
  links: {
    created: 'Candidate created in Lever',
    posting_tag: 'Posting tag read',
    stage_entered: 'Stage entered',
    reacted: 'Vendor reacted',
    invited: 'Invited',
    job_created: 'Job created',
    emailed: 'E-mail arrived',
    texted: 'SMS arrived',
    opened: 'Invitation opened',
    completed: 'Interview completed',
    archived: 'Candidate archived',
  } as Record<string, string>,
  standing: {
    open: 'Not reached',
    waiting: 'Waited for',
    proven: 'Proven',
    inferred: 'Inferred',
    stated: 'You said so',
    unseen: 'Cannot be seen from here',
    broken: 'Broken',
  } satisfies Record<DryRunStanding, string>,
  sources: {
    answer: () => 'Lever’s answer',
    mark: () => 'Lever’s answer got lost; found by its mark',
    gone: () => 'Gone from Lever since',
    tag: (detail) => `Tag “${detail}”`,
    note: () => 'The vendor’s note in Lever',
    contact_link: (detail) => `Link to ${detail}`,
    stage_history: (detail) => `Lever’s history: “${detail}”`,
    vendor_answer: () => 'The vendor’s own answer',
    interview: () => 'An interview in Lever',
  } as Record<string, (detail: string) => string>,
  follows: {
    job_created: 'Follows from the invitation: nobody is invited without a job',
  } as Record<string, string>,
  due: (time: string) => `By ${time}`,
  look: { emailed: (email: string) => `Look into ${email}, and into its spam`, texted: () => 'Look at your phone' },
  optional: { opened: 'Only if you open it', completed: 'Only if you record one' } as Record<string, string>,
  arrived: 'It arrived',
  arrivedOf: (vendor: Vendor, link: string) => `${vendorName[vendor]}: ${dryRunWords.links[link] ?? ''}`,
  said: (vendor: Vendor, line: DryRunLine) =>
    `${vendorName[vendor]}: ${dryRunWords.links[line.link] ?? line.link}, ${dryRunWords.standing[line.standing]}`,
  ended: 'The dry run is over. The test candidate is archived.',
  endedOpen: 'The dry run is over. The test candidate could not be archived.',
  endedNothing: 'The dry run is over. No candidate was created.',
  test: 'Test',
  testTitle: 'A dry run’s candidate: nobody real',
} as const;
