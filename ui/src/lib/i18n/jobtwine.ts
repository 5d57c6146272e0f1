import type { StageStanding } from '$lib/ipc';

const plural = (n: number, one: string, many: string): string => (n === 1 ? one : many);

/** The words of JobTwine's part of the set-up. */
export const jobtwineWords = {
  verdict: {
    verified: 'Verified',
    stated: 'You said so',
    unverifiable: 'Not verifiable',
    todo: 'To do',
    drift: 'Changed',
  },
  stage: 'JobTwine stage',
  stageLead:
    'JobTwine listens to a stage titled JobTwine, letter for letter. Fulcrum pins it by its id, so you are told when somebody renames it.',
  stageLabel: 'Stage that asks for slots',
  stands: {
    verified: (name) => `${name} is pinned by its id. Entering it emails a slot link.`,
    renamed: (name) => `The pinned stage is called ${name} now. JobTwine may no longer hear of moves into it.`,
    gone: () => 'The pinned stage is gone from Lever. Create it again, or choose another.',
    several: () => 'Several stages are titled JobTwine. Choose the one in your pipeline.',
    near: (name) => `${name} is not spelled JobTwine. Rename it in Lever, letter for letter.`,
    missing: () => 'Lever has no stage titled JobTwine. A Super Admin can ask Lever’s support for one.',
    unread: () => 'Lever’s stages have not been read yet.',
  } satisfies Record<StageStanding, (name: string) => string>,
  readAt: (when: string) => `Read ${when}.`,
  neutral: 'Stage for another round of asking',
  neutralLead: 'Asking again leaves the stage and comes back. Choose a stage that contacts nobody.',
  neutralNone: 'Not chosen: slots cannot be asked for again from here.',
  hears: 'JobTwine and Lever',
  hearsLead:
    'A Super Admin activates JobTwine under Integrations in JobTwine and switches on Candidate Stage Change in Lever. No interface shows either switch, so only an answer proves them.',
  hearsSeen: (when: string) => `JobTwine answered a move ${when}.`,
  hearsNever: 'No answer to a move seen yet. Nothing else can prove the connection.',
  disableLead:
    'To switch it off, revoke JobTwine under Authorized Apps in Lever. Candidates in its stage hear nothing more; interviews that are booked are not called off.',
  notes: 'JobTwine notes and links',
  notesLead:
    'A note counts as JobTwine’s when a pinned Lever user wrote it or its link leads to a pinned host. Words alone prove nothing.',
  notesPinned: (authors: number, hosts: number) =>
    `${authors} ${plural(authors, 'author', 'authors')} and ${hosts} ${plural(hosts, 'host', 'hosts')} pinned.`,
  notesNone: 'Nothing pinned: JobTwine’s notes are not read.',
  firstNote: (host: string, author: string | null, when: string) =>
    `A note of ${when} names JobTwine, ${author === null ? 'without an author' : `by ${author}`}. Its link leads to ${host}.`,
  pinBoth: 'It is JobTwine’s: pin both',
  pinHostOnly: 'It is JobTwine’s: pin the host',
  author: 'Lever user that writes JobTwine’s notes',
  chooseAuthor: 'Choose a user',
  host: 'Host of JobTwine’s links',
  hostPlaceholder: 'app.example.com',
  pin: 'Pin host',
  postings: 'JobTwine jobs and rounds',
  postingsLead:
    'JobTwine reads postings tagged JobTwine. Rounds are entered in JobTwine, where nobody else can look: state here what you entered there.',
  postingsCount: (n: number, stated: number) =>
    `${n} ${plural(n, 'posting', 'postings')} tagged, rounds stated for ${stated}.`,
  postingsNone: 'No posting is tagged JobTwine.',
  posting: 'Posting',
  tag: 'Tag',
  rounds: 'Rounds',
  tagFix: (title: string) => `Write JobTwine on ${title}`,
  fix: 'Fix the tag',
  differs: {
    letter_case: 'Letter case differs.',
    whitespace: 'Blanks differ.',
    look_alike: 'A letter only looks right.',
    spelling: 'Misspelled.',
  } as Record<string, string>,
  ignored: 'JobTwine ignores it.',
  unknown: 'Unknown',
  none: 'No rounds',
  count: (n: number) => (n === 0 ? 'No rounds' : `${n} ${plural(n, 'round', 'rounds')}`),
  saidSo: (n: number, when: string) => `${n}, you said so, ${when}`,
  read: (n: number) => `JobTwine has ${n}`,
  readOther: (n: number) => `JobTwine has ${n}: state it again.`,
  edit: (title: string) => `State the rounds of ${title}`,
  howMany: (title: string) => `How many rounds has ${title} in JobTwine?`,
  roundName: (n: number) => `Name of round ${n}`,
  roundPlaceholder: 'Optional',
  roundMinutes: (n: number) => `Minutes of round ${n}`,
  usualMinutes: '60',
  minutes: 'min',
  save: 'Save',
  cancel: 'Cancel',
  saved: 'Saved.',
  pinned: 'Pinned.',
  tagged: 'Tagged.',
  another: 'Tag another posting',
  chooseAnother: 'Choose a posting',
  addTag: 'Add the tag',
  closed: 'Not published',
  askAgain: 'Ask for slots again',
  askAnyway: 'Ask again anyway',
  nextRound: (n: number) => `Start round ${n}`,
  profile: 'JobTwine access',
  profileYes: (slots: boolean) =>
    slots
      ? 'A vendor profile is in use: JobTwine answers directly, and slots go to it.'
      : 'A vendor profile is in use: JobTwine answers directly.',
  profileNo: 'JobTwine publishes no interface. What is known comes from Lever’s notes and stages.',
} as const;
