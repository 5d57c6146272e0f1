import type { Scope } from '$lib/keys/table';

const plural = (n: number, one: string, many: string): string => (n === 1 ? one : many);

/** Every word of the command palette. */
export const paletteWords = {
  label: 'Search, or run a command',
  open: 'Search people and notes, or run a command',
  placeholder: 'Search people, postings and notes, or run a command',
  results: 'Results',
  about: (name: string) => `Commands are for ${name}`,
  groups: {
    recent: 'Recent',
    candidate: 'For this candidate',
    here: 'On this screen',
    goTo: 'Go to',
    people: 'People',
    postings: 'Postings',
    anywhere: 'Anywhere',
    elsewhere: 'Elsewhere',
  },
  moveTo: (stage: string) => `Move to ${stage}`,
  contactsNobody: 'Contacts nobody',
  savedView: (name: string) => `Saved view: ${name}`,
  posting: (title: string) => `Board of ${title}`,
  candidates: (n: number) => `${n.toLocaleString()} ${plural(n, 'candidate', 'candidates')}`,
  works: (where: string) => `Works ${where}`,
  worksOnly: (label: string, where: string) => `${label} works ${where}.`,
  where: {
    anywhere: '',
    board: 'on the board',
    card: 'on a card',
    panel: 'in a candidate’s panel',
    slots: 'in the slot editor',
    slot: 'on a time in the slot editor',
    slotQuestion: 'on a question in the slot editor',
    inbox: 'in the inbox',
    snooze: 'in the snooze menu of the inbox',
    menu: 'in a menu',
    list: 'in a list',
    dialog: 'in a dialog',
    bulk: 'in the table of several moves',
    postings: 'in the table of postings',
    note: 'in the note’s box',
    setup: 'in Setup & health',
  } satisfies Record<Scope, string>,
  nothing: (typed: string) => `Nothing found for “${typed}”.`,
  nothingHint:
    'Try a part of a name, an email, a posting, a tag or the words of a note; or a command, such as “move” or “inbox”.',
  choose: 'choose',
  run: 'run',
  nextTime: 'Next time, press',
  found: (n: number) => `${n.toLocaleString()} ${plural(n, 'result', 'results')}`,
  searched: (people: number, notes: number) =>
    `Searched ${people.toLocaleString()} ${plural(people, 'person', 'people')} and ${notes.toLocaleString()} ${plural(notes, 'note', 'notes')} on this computer`,
} as const;
