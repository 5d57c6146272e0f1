import type { IconName } from '$lib/components/icons';
import { t } from '$lib/i18n';
import { matchWords } from '$lib/i18n/catalogue';
import { paletteWords as w } from '$lib/i18n/palette';
import type { SearchHit } from '$lib/ipc';
import { type Action, type Binding, capsOf, commands, keyCaps, keysOf, type Scope } from '$lib/keys/table';
import type { FulcrumApp } from '$lib/stores/app.svelte';
import { fit, Fit } from './score';

export type RowGroup = keyof typeof w.groups;

/** One line of the palette. */
export interface Row {
  /** Stays the same while the palette is used, and over openings. */
  key: string;
  kind: 'command' | 'stage' | 'view' | 'posting' | 'person';
  group: RowGroup;
  icon: IconName;
  label: string;
  hint: string;
  /** Key caps, where a key does the same. */
  caps: string[];
  /** Letters of the label to mark. */
  letters: number[];
  fit: Fit;
  /** Why it cannot be run from here, or null. */
  only: string | null;
  run: () => void;
}

export interface RowSection {
  group: RowGroup;
  rows: Row[];
}

/** In this order where nothing fits better than the rest. */
const order: RowGroup[] = ['recent', 'candidate', 'here', 'goTo', 'people', 'postings', 'anywhere', 'elsewhere'];

/** Rows of one group at most, once something is typed. */
const MOST: Partial<Record<RowGroup, number>> = { candidate: 12, postings: 6 };

const icons: Partial<Record<Action, IconName>> = {
  goInbox: 'inbox',
  goBoard: 'board',
  goAgenda: 'calendar',
  goSetup: 'pulse',
  search: 'search',
  help: 'help',
  undo: 'undo',
  sendNow: 'send',
  saveView: 'plus',
  filter: 'filter',
  openView: 'list',
  open: 'person',
  advance: 'arrow',
  moveTo: 'arrow',
  moveMyInterview: 'bolt',
  moveJobTwine: 'bolt',
  resend: 'refresh',
  openVideo: 'play',
  openInLever: 'ext',
  slots: 'cal-add',
  snooze: 'moon',
  done: 'check',
  mute: 'bell',
};

const hints: Partial<Record<Action, string>> = {
  moveMyInterview: t.drop.emailsShort.myinterview,
  moveJobTwine: t.drop.emailsShort.jobtwine,
};

/** Scopes whose commands work on the screen that is shown. */
function scopesOf(app: FulcrumApp): readonly Scope[] {
  if (app.screen === 'board') return ['board', 'card', 'panel'];
  if (app.screen === 'setup') return ['setup'];
  return app.screen === 'inbox' ? ['inbox', 'panel'] : [];
}

/** Can a command be run from where the person stands? */
export function reachable(app: FulcrumApp, binding: Binding): boolean {
  if (binding.scopes.includes('anywhere')) return true;
  const here = scopesOf(app);
  if (!binding.scopes.some((scope) => here.includes(scope))) return false;
  if (binding.group === 'setup') return true;
  if (binding.scopes.every((scope) => scope === 'panel')) return app.panel.id !== null;
  if (binding.group === 'board') return binding.scopes.includes('board') || app.board.cursor !== null;
  return app.subject !== null;
}

function groupOf(binding: Binding, runs: boolean): RowGroup {
  if (!runs) return 'elsewhere';
  if (binding.action.startsWith('go')) return 'goTo';
  if (binding.group === 'candidate') return 'candidate';
  return binding.group === 'anywhere' ? 'anywhere' : 'here';
}

type Draft = Omit<Row, 'letters' | 'fit'>;

/** Every command of the table of keys, whether it can be run from here or not. */
export function commandRows(app: FulcrumApp, run: (action: Action) => void): Draft[] {
  return commands.map((binding) => {
    const runs = reachable(app, binding);
    const where = w.where[binding.scopes[0] ?? 'anywhere'];
    return {
      key: binding.action,
      kind: 'command',
      group: groupOf(binding, runs),
      icon: icons[binding.action] ?? 'right',
      label: binding.label,
      hint: runs ? (hints[binding.action] ?? '') : w.works(where),
      caps: capsOf(binding.action),
      only: runs ? null : w.worksOnly(binding.label, where),
      run: () => run(binding.action),
    };
  });
}

/** The stages the current candidate can be moved to; the move looks first, as every other. */
function stageRows(app: FulcrumApp): Draft[] {
  const subject = app.subject;
  if (subject === null) return [];
  return (app.board.board?.columns ?? [])
    .filter((column) => column.stage !== subject.stage)
    .map((column) => ({
      key: `stage ${column.stage}`,
      kind: 'stage',
      group: 'candidate',
      icon: column.vendor === null ? 'arrow' : 'bolt',
      label: w.moveTo(column.name),
      hint: column.vendor === null ? w.contactsNobody : t.drop.emailsShort[column.vendor],
      caps: [],
      only: null,
      run: () => void app.moves.move(subject.id, column.stage),
    }));
}

function viewRows(app: FulcrumApp): Draft[] {
  const keys = keysOf('openView');
  return app.views.list.map((view, at) => {
    const key = keys[at];
    return {
      key: `view ${view.id}`,
      kind: 'view',
      group: 'goTo',
      icon: view.gone.length > 0 ? 'warn' : 'list',
      label: w.savedView(view.name),
      hint: w.candidates(view.count),
      caps: key === undefined ? [] : keyCaps(key),
      only: null,
      run: () => void app.views.open(view),
    };
  });
}

function postingRows(app: FulcrumApp): Draft[] {
  return (app.board.board?.postings ?? [])
    .filter((posting) => posting.cards > 0)
    .map((posting) => ({
      key: `posting ${posting.id}`,
      kind: 'posting',
      group: 'postings',
      icon: 'board',
      label: w.posting(posting.title),
      hint: w.candidates(posting.cards),
      caps: [],
      only: null,
      run: () => void app.showBoard({ postings: [posting.id] }),
    }));
}

const fieldIcons: Record<string, IconName> = {
  name: 'person',
  email: 'mail',
  posting: 'list',
  tag: 'tag',
  note: 'note',
};

/** Somebody whom the shell's search has found. Found is found: a name that does not fit by our rules is shown all the same. */
function personRow(app: FulcrumApp, hit: SearchHit, typed: string): Row {
  const label = hit.name === '' ? t.card.noName : hit.name;
  const found = fit(label, typed);
  const where = hit.matched === 'name' ? '' : `${matchWords(hit.matched)}: ${hit.excerpt}. `;
  return {
    key: `person ${hit.id}`,
    kind: 'person',
    group: 'people',
    icon: fieldIcons[hit.matched] ?? 'person',
    label,
    hint: `${where}${hit.posting ?? t.card.noPosting}. ${hit.archived ? t.search.archived : hit.stageName}`,
    caps: [],
    letters: found?.letters ?? [],
    fit: found?.fit ?? Fit.Inside,
    only: null,
    run: () => void app.openCard(hit.id),
  };
}

/** A row that fits what is typed, with its letters to mark. */
function fitted(row: Draft, typed: string): Row | null {
  const whole = fit(row.label, typed);
  return whole === null ? null : { ...row, ...whole };
}

/** What the palette shows for what is typed. `hits`: what the shell's search found for it. */
export function sections(
  app: FulcrumApp,
  typed: string,
  hits: readonly SearchHit[],
  run: (action: Action) => void,
): RowSection[] {
  const plain = [...commandRows(app, run), ...viewRows(app)];
  const recent = app.palette.recent;
  const age = (row: { key: string }): number => (recent.includes(row.key) ? recent.indexOf(row.key) : recent.length);
  let rows: Row[];
  if (typed.trim() === '') {
    const shown = plain
      .filter((row) => row.only === null && row.group !== 'here')
      .map((row) => ({ ...row, letters: [], fit: Fit.Prefix }));
    rows = shown.map((row) => (recent.slice(0, 4).includes(row.key) ? { ...row, group: 'recent' as const } : row));
  } else {
    rows = [...plain, ...stageRows(app), ...postingRows(app)].flatMap((row) => fitted(row, typed) ?? []);
    rows.push(...hits.map((hit) => personRow(app, hit, typed)));
  }
  // A beginning of the words and beginnings of words count the same between groups: there the groups' own order holds.
  const best = (section: RowSection): number =>
    section.group === 'elsewhere'
      ? Infinity
      : Math.max(Fit.WordStarts, Math.min(...section.rows.map((row) => row.fit)));
  return order
    .map((group) => ({
      group,
      rows: rows
        .filter((row) => row.group === group)
        // A stable sort: the search's own order of people, the table's of commands.
        .sort((a, b) => a.fit - b.fit || age(a) - age(b))
        .slice(0, typed.trim() === '' ? undefined : MOST[group]),
    }))
    .filter((section) => section.rows.length > 0)
    .sort((a, b) => best(a) - best(b));
}
