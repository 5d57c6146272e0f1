const plural = (n: number, one: string, many: string): string => (n === 1 ? one : many);

/** The words of JobTwine's part of the set-up. */
export const jobtwineWords = {
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
