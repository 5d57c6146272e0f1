/**
 * Where a key works: everywhere, while a card or the board has focus, while a card or the panel has focus, in a note that
 * is being written; in the slot editor, on one of its slots, or on one of its questions; in the inbox, or in its snooze
 * menu; in the table of a bulk move; in the set-up, or in its table of postings; in an open menu, in a field that chooses from
 * a list, in a dialog.
 */
export type Scope =
  | 'anywhere'
  | 'board'
  | 'card'
  | 'panel'
  | 'note'
  | 'slots'
  | 'slot'
  | 'slotQuestion'
  | 'inbox'
  | 'snooze'
  | 'bulk'
  | 'setup'
  | 'postings'
  | 'menu'
  | 'list'
  | 'dialog';
export type Group = 'anywhere' | 'board' | 'candidate' | 'slots' | 'inbox' | 'bulk' | 'setup' | 'postings' | 'menus';

export interface Binding {
  action: Action;
  /** One or more spellings; `Mod` is Ctrl, or Cmd on a Mac; a space stands between keys pressed one after the other. */
  keys: readonly string[];
  scopes: readonly Scope[];
  group: Group;
  label: string;
}

export type Action =
  | 'search'
  | 'help'
  | 'undo'
  | 'sendNow'
  | 'goInbox'
  | 'goBoard'
  | 'goAgenda'
  | 'goSetup'
  | 'region'
  | 'down'
  | 'up'
  | 'left'
  | 'right'
  | 'firstRow'
  | 'lastRow'
  | 'pageDown'
  | 'pageUp'
  | 'open'
  | 'back'
  | 'pickUp'
  | 'nextCandidate'
  | 'previousCandidate'
  | 'advance'
  | 'moveTo'
  | 'moveMyInterview'
  | 'moveJobTwine'
  | 'resend'
  | 'openVideo'
  | 'openInLever'
  | 'archive'
  | 'note'
  | 'tags'
  | 'sendNote'
  | 'slots'
  | 'addSlot'
  | 'giveSlots'
  | 'weekBefore'
  | 'weekAfter'
  | 'slotEarlier'
  | 'slotLater'
  | 'slotDayBefore'
  | 'slotDayAfter'
  | 'slotShorter'
  | 'slotLonger'
  | 'slotRemove'
  | 'answer'
  | 'nextItem'
  | 'previousItem'
  | 'openItem'
  | 'fix'
  | 'done'
  | 'snooze'
  | 'mute'
  | 'chooseSnooze'
  | 'chooseCard'
  | 'chooseColumn'
  | 'bulkNext'
  | 'bulkPrevious'
  | 'bulkTick'
  | 'bulkFix'
  | 'bulkStart'
  | 'bulkPause'
  | 'nextStep'
  | 'previousStep'
  | 'checkAll'
  | 'fixCheck'
  | 'pinStage'
  | 'postingNext'
  | 'postingPrevious'
  | 'postingFirst'
  | 'postingLast'
  | 'postingPageDown'
  | 'postingPageUp'
  | 'postingFix'
  | 'openView'
  | 'saveView'
  | 'filter'
  | 'menuNext'
  | 'menuPrevious'
  | 'menuFirst'
  | 'menuLast'
  | 'menuChoose'
  | 'menuPress'
  | 'menuLeave'
  | 'listNext'
  | 'listPrevious'
  | 'listChoose'
  | 'listLeave'
  | 'dialogLeave'
  | 'dialogNext'
  | 'dialogPrevious';

const everywhere: readonly Scope[] = ['anywhere'];
const board: readonly Scope[] = ['board', 'card'];
const card: readonly Scope[] = ['card'];
const candidate: readonly Scope[] = ['card', 'panel'];
const slots: readonly Scope[] = ['slots', 'slot', 'slotQuestion'];
const slot: readonly Scope[] = ['slot'];

const digits: readonly string[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
/** What can be done from a card, the panel and the inbox. */
const anyList: readonly Scope[] = ['card', 'panel', 'inbox'];
const inbox: readonly Scope[] = ['inbox'];
const menu: readonly Scope[] = ['menu'];
const bulk: readonly Scope[] = ['bulk'];
const setup: readonly Scope[] = ['setup'];
const postings: readonly Scope[] = ['postings'];

/** The one table: handlers, help and labels on buttons all read it. */
export const bindings: readonly Binding[] = [
  { action: 'search', keys: ['Mod+K', '/'], scopes: everywhere, group: 'anywhere', label: 'Search, or run a command' },
  { action: 'undo', keys: ['Z'], scopes: everywhere, group: 'anywhere', label: 'Undo the held move' },
  { action: 'sendNow', keys: ['Shift+Enter'], scopes: everywhere, group: 'anywhere', label: 'Send the held move now' },
  { action: 'goInbox', keys: ['G I'], scopes: everywhere, group: 'anywhere', label: 'Inbox' },
  { action: 'goBoard', keys: ['G B'], scopes: everywhere, group: 'anywhere', label: 'Board' },
  { action: 'goAgenda', keys: ['G A'], scopes: everywhere, group: 'anywhere', label: 'Agenda' },
  { action: 'goSetup', keys: ['G H'], scopes: everywhere, group: 'anywhere', label: 'Setup & health' },
  {
    action: 'openView',
    keys: digits.map((digit) => `Mod+${digit}`),
    scopes: everywhere,
    group: 'anywhere',
    label: 'Open a saved view',
  },
  { action: 'saveView', keys: ['Mod+S'], scopes: everywhere, group: 'anywhere', label: 'Save what the board shows' },
  { action: 'region', keys: ['F6'], scopes: everywhere, group: 'anywhere', label: 'Next region' },
  { action: 'help', keys: ['?'], scopes: everywhere, group: 'anywhere', label: 'All keys' },
  { action: 'down', keys: ['ArrowDown', 'J'], scopes: board, group: 'board', label: 'Next card' },
  { action: 'up', keys: ['ArrowUp', 'K'], scopes: board, group: 'board', label: 'Previous card' },
  { action: 'left', keys: ['ArrowLeft'], scopes: board, group: 'board', label: 'Column to the left' },
  { action: 'right', keys: ['ArrowRight'], scopes: board, group: 'board', label: 'Column to the right' },
  { action: 'firstRow', keys: ['Home'], scopes: board, group: 'board', label: 'First card' },
  { action: 'lastRow', keys: ['End'], scopes: board, group: 'board', label: 'Last card' },
  { action: 'pageDown', keys: ['PageDown'], scopes: board, group: 'board', label: 'A screen down' },
  { action: 'pageUp', keys: ['PageUp'], scopes: board, group: 'board', label: 'A screen up' },
  { action: 'filter', keys: ['F'], scopes: board, group: 'board', label: 'Filter' },
  { action: 'open', keys: ['Enter'], scopes: card, group: 'board', label: 'Open the panel' },
  { action: 'pickUp', keys: ['Space'], scopes: card, group: 'board', label: 'Pick up; arrows choose, Enter drops' },
  { action: 'back', keys: ['Escape'], scopes: ['anywhere'], group: 'board', label: 'One level back' },
  { action: 'advance', keys: ['A'], scopes: anyList, group: 'candidate', label: 'Advance' },
  { action: 'moveTo', keys: ['M'], scopes: candidate, group: 'candidate', label: 'Move to…' },
  { action: 'moveMyInterview', keys: ['V'], scopes: candidate, group: 'candidate', label: 'Move to myInterview' },
  { action: 'moveJobTwine', keys: ['T'], scopes: candidate, group: 'candidate', label: 'Move to JobTwine' },
  {
    action: 'resend',
    keys: ['R'],
    scopes: anyList,
    group: 'candidate',
    label: 'Resend the invite, or start the next round',
  },
  { action: 'openVideo', keys: ['P'], scopes: anyList, group: 'candidate', label: 'Open the video' },
  { action: 'openInLever', keys: ['O'], scopes: anyList, group: 'candidate', label: 'Open in Lever' },
  { action: 'archive', keys: ['E'], scopes: candidate, group: 'candidate', label: 'Archive, or take out of it' },
  { action: 'note', keys: ['N'], scopes: candidate, group: 'candidate', label: 'Write a note' },
  { action: 'tags', keys: ['L'], scopes: candidate, group: 'candidate', label: 'Add a tag' },
  { action: 'sendNote', keys: ['Mod+Enter'], scopes: ['note'], group: 'candidate', label: 'Send the note' },
  { action: 'nextCandidate', keys: ['J'], scopes: ['panel'], group: 'candidate', label: 'Next candidate' },
  { action: 'previousCandidate', keys: ['K'], scopes: ['panel'], group: 'candidate', label: 'Previous candidate' },
  { action: 'slots', keys: ['S'], scopes: anyList, group: 'candidate', label: 'Enter slots' },
  { action: 'addSlot', keys: ['N'], scopes: slots, group: 'slots', label: 'Add a time' },
  { action: 'answer', keys: digits, scopes: ['slotQuestion'], group: 'slots', label: 'Answer a question' },
  { action: 'weekBefore', keys: ['PageUp'], scopes: slots, group: 'slots', label: 'The week before' },
  { action: 'weekAfter', keys: ['PageDown'], scopes: slots, group: 'slots', label: 'The week after' },
  { action: 'slotEarlier', keys: ['ArrowUp'], scopes: slot, group: 'slots', label: 'A quarter of an hour earlier' },
  { action: 'slotLater', keys: ['ArrowDown'], scopes: slot, group: 'slots', label: 'A quarter of an hour later' },
  { action: 'slotDayBefore', keys: ['ArrowLeft'], scopes: slot, group: 'slots', label: 'The day before' },
  { action: 'slotDayAfter', keys: ['ArrowRight'], scopes: slot, group: 'slots', label: 'The day after' },
  { action: 'slotShorter', keys: ['Shift+ArrowUp'], scopes: slot, group: 'slots', label: 'Ends earlier' },
  { action: 'slotLonger', keys: ['Shift+ArrowDown'], scopes: slot, group: 'slots', label: 'Ends later' },
  { action: 'slotRemove', keys: ['Delete', 'Backspace'], scopes: slot, group: 'slots', label: 'Take out' },
  { action: 'giveSlots', keys: ['Mod+Enter'], scopes: slots, group: 'slots', label: 'Send the slots' },
  { action: 'nextItem', keys: ['J', 'ArrowDown'], scopes: inbox, group: 'inbox', label: 'Next item' },
  { action: 'previousItem', keys: ['K', 'ArrowUp'], scopes: inbox, group: 'inbox', label: 'Previous item' },
  { action: 'openItem', keys: ['Enter'], scopes: inbox, group: 'inbox', label: 'Open the candidate' },
  { action: 'fix', keys: ['F'], scopes: inbox, group: 'inbox', label: 'Fix what failed' },
  { action: 'done', keys: ['E'], scopes: inbox, group: 'inbox', label: 'Done' },
  { action: 'snooze', keys: ['H'], scopes: inbox, group: 'inbox', label: 'Snooze' },
  { action: 'mute', keys: ['Shift+M'], scopes: inbox, group: 'inbox', label: 'Mute the candidate' },
  {
    action: 'chooseSnooze',
    keys: ['1', '2', '3', '4', '5', '6'],
    scopes: ['snooze'],
    group: 'inbox',
    label: 'Until when to snooze',
  },
  { action: 'chooseCard', keys: ['X'], scopes: card, group: 'bulk', label: 'Choose a card' },
  { action: 'chooseColumn', keys: ['Mod+A'], scopes: board, group: 'bulk', label: 'Choose the whole column' },
  { action: 'bulkNext', keys: ['J', 'ArrowDown'], scopes: bulk, group: 'bulk', label: 'Next row' },
  { action: 'bulkPrevious', keys: ['K', 'ArrowUp'], scopes: bulk, group: 'bulk', label: 'Previous row' },
  { action: 'bulkTick', keys: ['X'], scopes: bulk, group: 'bulk', label: 'Include, or take out' },
  { action: 'bulkFix', keys: ['F'], scopes: bulk, group: 'bulk', label: 'Fix what stands in the way' },
  { action: 'bulkStart', keys: ['Mod+Enter'], scopes: bulk, group: 'bulk', label: 'Move all that are included' },
  { action: 'bulkPause', keys: ['Space'], scopes: bulk, group: 'bulk', label: 'Pause, or go on' },
  { action: 'nextStep', keys: ['ArrowDown', 'J'], scopes: setup, group: 'setup', label: 'Next step' },
  { action: 'previousStep', keys: ['ArrowUp', 'K'], scopes: setup, group: 'setup', label: 'Previous step' },
  { action: 'checkAll', keys: ['R'], scopes: setup, group: 'setup', label: 'Check everything' },
  { action: 'fixCheck', keys: ['F'], scopes: setup, group: 'setup', label: 'Fix what needs a look first' },
  { action: 'pinStage', keys: ['P'], scopes: setup, group: 'setup', label: 'Pin the stage that was found' },
  { action: 'postingNext', keys: ['J', 'ArrowDown'], scopes: postings, group: 'postings', label: 'Next posting' },
  { action: 'postingPrevious', keys: ['K', 'ArrowUp'], scopes: postings, group: 'postings', label: 'Previous posting' },
  { action: 'postingFirst', keys: ['Home'], scopes: postings, group: 'postings', label: 'First posting' },
  { action: 'postingLast', keys: ['End'], scopes: postings, group: 'postings', label: 'Last posting' },
  { action: 'postingPageDown', keys: ['PageDown'], scopes: postings, group: 'postings', label: 'Ten postings down' },
  { action: 'postingPageUp', keys: ['PageUp'], scopes: postings, group: 'postings', label: 'Ten postings up' },
  { action: 'postingFix', keys: ['F'], scopes: postings, group: 'postings', label: 'Fix the tag: the first fix' },
  { action: 'menuNext', keys: ['ArrowDown'], scopes: menu, group: 'menus', label: 'Next entry of a menu' },
  { action: 'menuPrevious', keys: ['ArrowUp'], scopes: menu, group: 'menus', label: 'Previous entry' },
  { action: 'menuFirst', keys: ['Home'], scopes: menu, group: 'menus', label: 'First entry' },
  { action: 'menuLast', keys: ['End'], scopes: menu, group: 'menus', label: 'Last entry' },
  { action: 'menuChoose', keys: ['Enter'], scopes: menu, group: 'menus', label: 'Choose the entry' },
  { action: 'menuPress', keys: ['Space'], scopes: menu, group: 'menus', label: 'Choose, where nothing is typed' },
  { action: 'menuLeave', keys: ['Escape', 'Tab', 'Shift+Tab'], scopes: menu, group: 'menus', label: 'Leave the menu' },
  {
    action: 'listNext',
    keys: ['ArrowDown'],
    scopes: ['list'],
    group: 'menus',
    label: 'Next in the list below a field',
  },
  { action: 'listPrevious', keys: ['ArrowUp'], scopes: ['list'], group: 'menus', label: 'Previous in the list' },
  { action: 'listChoose', keys: ['Enter'], scopes: ['list'], group: 'menus', label: 'Take it' },
  { action: 'listLeave', keys: ['Escape'], scopes: ['list'], group: 'menus', label: 'Leave the field' },
  { action: 'dialogLeave', keys: ['Escape'], scopes: ['dialog'], group: 'menus', label: 'Close a dialog' },
  { action: 'dialogNext', keys: ['Tab'], scopes: ['dialog'], group: 'menus', label: 'Next stop in a dialog' },
  { action: 'dialogPrevious', keys: ['Shift+Tab'], scopes: ['dialog'], group: 'menus', label: 'Previous stop' },
];

/** What a person can ask for by name: all but the keys that only go through an open menu, list or dialog. */
export const commands: readonly Binding[] = bindings.filter((binding) => binding.group !== 'menus');

const caps: Record<string, string> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: '↵',
  Escape: 'Esc',
  PageDown: 'Page ↓',
  PageUp: 'Page ↑',
  Delete: 'Del',
  Backspace: '⌫',
};

/** Keys that begin a sequence. */
export const prefixes: ReadonlySet<string> = new Set(
  bindings
    .flatMap((binding) => binding.keys)
    .flatMap((key) => (key.includes(' ') ? [key.slice(0, key.indexOf(' '))] : [])),
);

const onMac = (): boolean => typeof navigator !== 'undefined' && /Mac/.test(navigator.userAgent);

/** One spelling as key caps. */
export const keyCaps = (spelling: string): string[] =>
  spelling.split(/[+ ]/).map((part) => (part === 'Mod' ? (onMac() ? '⌘' : 'Ctrl') : (caps[part] ?? part)));

/** All spellings of an action. */
export const keysOf = (action: Action): readonly string[] =>
  bindings.find((binding) => binding.action === action)?.keys ?? [];

/** The first spelling of an action as key caps, for buttons and menus. */
export function capsOf(action: Action): string[] {
  const spelling = bindings.find((binding) => binding.action === action)?.keys[0];
  return spelling === undefined ? [] : keyCaps(spelling);
}
