import type { DockItem, LeftOpenLine } from '$lib/ipc';
import { vendorName } from './en';

const plural = (n: number, one: string, many: string): string => (n === 1 ? one : many);
const at = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** What stays open with a vendor, by the code of the rules. `when` is empty where the time is not known. */
export const leftOpen: Record<string, (vendor: string, when: string) => string> = {
  interview_booked: (vendor, when) =>
    `The interview${when} stays booked with ${vendor}. Nobody tells the vendor or the candidate: call it off there.`,
  interview_runs: (vendor) => `An interview with ${vendor} is going on now.`,
  feedback_missing: (vendor) => `The feedback from ${vendor} is still missing. It may arrive after the archiving.`,
  slots_given: (vendor) => `${vendor} has slots and may still book an interview. Nobody calls it off.`,
  slots_wanted: (vendor) => `${vendor} waits for slots, and the candidate can still give some.`,
  invite_open: (vendor) => `The invite from ${vendor} stays with the candidate. Nobody takes it back.`,
  may_invite: (vendor) => `${vendor} has not answered the move yet and may still invite.`,
};

export function leftOpenWords(line: LeftOpenLine): string {
  const vendor = vendorName[line.vendor];
  const when = line.atMs === null ? '' : ` on ${at.format(line.atMs)}`;
  return (leftOpen[line.what] ?? ((name: string) => `Something is still under way with ${name}.`))(vendor, when);
}

/** Whether a vendor is told of the archiving, as far as it is known. */
export const toldWords: Record<LeftOpenLine['vendor'], string> = {
  jobtwine: 'Lever does not tell JobTwine about archiving.',
  myinterview: 'myInterview hears of archiving. What it makes of it is not documented.',
};

const named = (subject: string | null): string => (subject === null ? '' : ` “${subject}”`);

/** What a line of the dock is about, after the candidate's name; null for a move. */
export function dockWhat(item: DockItem): string | null {
  switch (item.kind) {
    case 'archive':
      return `: archive as${named(item.subject)}.`;
    case 'unarchive':
      return ': take out of the archive.';
    case 'note':
      return item.subject === null ? ': a note.' : `: a note that mentions ${item.subject}.`;
    case 'note_removal':
      return ': delete a note.';
    case 'tag':
      return `: add tag${named(item.subject)}.`;
    case 'tag_removal':
      return `: remove tag${named(item.subject)}.`;
    default:
      return null;
  }
}

/** What it causes. */
export const dockEffect = (item: DockItem): string =>
  item.kind === 'note' && item.subject !== null ? 'Lever rings a bell and sends an email.' : 'Contacts nobody.';

/** Words of the day's writes from the card. */
export const dayWords = {
  archive: 'Archive…',
  unarchive: 'Take out of the archive',
  archivedAs: (reason: string) => `Archived in Lever: ${reason}`,
  heldMany: (n: number) => `${n} held`,
  queuedMany: (n: number) => `${n} ${plural(n, 'waits', 'wait')}`,
  decideMany: (n: number) => `${n} ${plural(n, 'needs', 'need')} you`,
  workingMany: (n: number) => `${n} on the way`,
  cancel: 'Cancel',
  archivingIn: (s: number) => `Archiving in ${s} s`,
  backIn: (s: number) => `Back in ${s} s`,
  sendingIn: (s: number) => `Sending in ${s} s`,
  ask: {
    title: (name: string) => ({ before: 'Archive ', name, after: '' }),
    open: 'Still under way',
    reason: 'Reason',
    filter: 'Type to find a reason',
    hired: 'counts as hired',
    none: 'No reason has that name.',
    confirm: 'Archive',
    confirmAs: (reason: string) => `Archive as “${reason}”`,
    cancel: 'Keep',
    held: (s: number) => `Held for ${s} seconds, and can be undone until then.`,
    atOnce: 'Contacts nobody. Can be taken back.',
  },
  note: {
    add: 'Add',
    label: 'Note',
    placeholder: 'Write a note. @ mentions a colleague.',
    secret: 'Secret',
    secretMeans: 'Only people who may see sensitive information, and those you mention, can read it in Lever.',
    reaches: (names: string) => `${names} will get a bell and an email, which cannot be called back. It is held first.`,
    quiet: 'Contacts nobody. Can be deleted again.',
    send: 'Send',
    close: 'Close, the draft stays',
    people: 'Colleagues',
    remove: 'Delete this note',
    secretNote: 'Secret note',
  },
  tag: {
    add: 'Add',
    label: 'New tag',
    placeholder: 'Tag',
    known: 'Tags in use',
    remove: (tag: string) => `Remove tag ${tag}`,
    evidence: 'The vendor wrote this tag. Without it nothing in Lever says how far the interview is.',
    removeAnyway: 'Remove',
    keep: 'Keep',
    fromPosting: 'Comes from the posting and is changed there.',
  },
  toast: {
    undo: 'Undo',
    archived: (name: string, reason: string) => `${name} archived as “${reason}”.`,
    unarchived: (name: string) => `${name} is back from the archive.`,
    noted: 'Note written.',
    noteGone: 'Note deleted.',
    tagged: (tag: string) => `Tag “${tag}” added.`,
    untagged: (tag: string) => `Tag “${tag}” removed.`,
    takenBack: 'Taken back.',
    already: 'It was so already.',
    nothing: 'Nothing was written.',
    has: 'Lever has it.',
    waits: 'Lever gives no answer. It waits here and is sent once.',
    held: (s: number) => `Held ${s} seconds. Z undoes.`,
  },
};
