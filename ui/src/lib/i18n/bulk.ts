import type { BulkEstimate, BulkItemState, BulkPhase, Vendor } from '$lib/ipc';
import { vendorName } from './en';

const plural = (n: number, one: string, many: string): string => (n === 1 ? one : many);
const people = (n: number): string => `${n} ${plural(n, 'candidate', 'candidates')}`;

/** "9 s", "2 min": how long something takes, said roughly. */
const roughly = (seconds: number): string => (seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`);

/** The words of choosing many and moving them. */
export const bulkWords = {
  selection: {
    label: 'Chosen candidates',
    chosen: (n: number) => `${people(n)} chosen`,
    move: 'Move to…',
    clear: 'Clear',
    most: (n: number) => `No more than ${n} candidates can be chosen at once.`,
  },
  menu: (n: number) => `Move ${people(n)} to`,
  title: (n: number, stage: string) => `Move ${people(n)} to ${stage}`,
  titleRun: (n: number, stage: string) => `${people(n)} to ${stage}`,
  close: 'Back to the board, Escape',
  checked: (n: number, at: string) => `Checked ${n} at ${at}`,
  table: 'Candidates',
  show: 'Show',
  columns: {
    candidate: 'Candidate',
    posting: 'Posting',
    what: 'What will happen',
    became: 'What became of it',
    fix: 'Fix',
    then: 'Then',
  },
  all: 'All',
  groups: {
    blocked: 'Blocked',
    warned: 'Warnings',
    ready: 'Ready',
    needsYou: 'Needs you',
    waiting: 'Under way',
    done: 'Moved',
    out: 'Taken out',
  },
  why: {
    blocked: 'Nothing would be sent. Fix one and it joins this move.',
    ready: '',
    needsYou: 'Not moved, or not invited. The others went on.',
    waiting: 'One after the other, each checked again right before.',
    done: '',
    out: 'Stays where it was.',
  },
  warnedWhy: (along: number, out: number): string =>
    [
      along > 0 ? `${along} ${plural(along, 'goes', 'go')} along.` : '',
      out > 0 ? `${out} left out, to contact nobody a second time.` : '',
    ]
      .filter((part) => part !== '')
      .join(' '),
  includeAll: 'Include everybody who can be moved',
  include: (name: string) => `Include ${name}`,
  leftOut: 'Left out.',
  comesAlong: 'Comes along all the same.',
  more: (n: number) => `${n} more ${plural(n, 'finding', 'findings')}.`,
  here: ['Is in this stage already.', 'Nothing to do.'] as const,
  busy: ['Another move is open.', 'Undo it or wait for it.'] as const,
  emailAndSms: ['Email and SMS.', ''] as const,
  emailOnly: ['Email.', ''] as const,
  contactsNobody: ['Moves.', 'Contacts nobody.'] as const,
  usePhone: (phone: string) => `Use ${phone}`,
  openCard: 'Open the card',
  includeOne: 'Include',
  editsPosting: (posting: string) => ` edits the posting ${posting}: `,
  unblocks: (n: number) => (n === 0 ? '' : ` Unblocks ${n} more.`),
  showAll: (n: number) => `Show all ${n}`,
  mailed: {
    myinterview: (n: number) => `${n} will be mailed by ${vendorName.myinterview}`,
    jobtwine: (n: number) => `${n} will be mailed by ${vendorName.jobtwine}`,
  } satisfies Record<Vendor, (n: number) => string>,
  mailsNobody: 'Nobody will be mailed',
  blocked: (n: number) => `${n} ${plural(n, 'is', 'are')} blocked`,
  left: (n: number) => `${n} ${plural(n, 'is', 'are')} left out`,
  estimate: (cost: BulkEstimate) => `About ${roughly(cost.seconds)} once it leaves.`,
  budget: (cost: BulkEstimate) =>
    `${cost.requests} Lever ${plural(cost.requests, 'request', 'requests')}, ${cost.requestsEach} each${
      cost.waiting > 0 ? `, behind ${cost.waiting} that wait` : ''
    }. Lever allows 10 /s for everybody; this seat takes ${cost.ratePerSecond}.`,
  start: (n: number) => `Move ${people(n)}`,
  nobody: 'Nobody is included',
  held: (seconds: number) => `Held ${seconds} s first, with undo for all of them.`,
  phase: {
    held: (n: number, s: number) => `${n} ${plural(n, 'move leaves', 'moves leave')} in ${s} s`,
    running: (n: number, of: number) => `Moving, ${n} of ${of} done`,
    paused: (n: number, of: number) => `Paused, ${n} of ${of} done`,
    finished: (n: number, of: number) => `${n} of ${of} moved`,
  } satisfies Record<BulkPhase, (n: number, of: number) => string>,
  leaving: 'Leaving now',
  timeLeft: (seconds: number) => `About ${roughly(seconds)} left.`,
  rests: {
    person: 'Nothing further leaves until you go on.',
    restart: 'Fulcrum was closed meanwhile. Nothing further leaves until you go on.',
    time: 'The computer slept, or it took too long. Nothing further leaves until you go on.',
  } as Record<string, string>,
  needsYou: (n: number) => `${n} ${plural(n, 'needs', 'need')} you.`,
  legend: {
    proven: 'invite proven',
    moved: 'moved',
    waitsForVendor: 'moved, vendor not answered yet',
    needsYou: 'needs you',
    queued: 'to go',
  },
  progress: (done: number, of: number, answered: number) => `${done} of ${of} moved, ${answered} proven`,
  undo: 'Undo all',
  sendNow: 'Send now',
  pause: 'Pause',
  resume: 'Go on',
  drop: 'Drop the rest',
  putAway: 'Put the list away',
  showList: 'Show the list',
  takeOut: 'Take out',
  tryAgain: 'Try again',
  bar: 'Bulk move',
  to: (stage: string) => ` to ${stage}.`,
  undone: 'Undone.',
  undoneRest: 'Nobody was moved.',
  became: {
    waiting: ['Waits for its turn.', ''],
    sending: ['Moving now.', ''],
    settling: ['Checking what arrived.', ''],
    moved: ['Moved.', ''],
    answered: ['Moved.', 'The vendor has answered.'],
    notInvited: ['Moved, and not invited:', ''],
    already: ['Was there already.', 'A colleague had made the move.'],
    needsYou: ['Not moved.', ''],
    takenOut: ['Taken out.', ''],
  } satisfies Record<BulkItemState, readonly [string, string]>,
  movedWaits: 'The vendor has not answered yet.',
  hints: { row: 'row', include: 'include', fix: 'fix' },
  ended: 'The bulk move has ended.',
};
