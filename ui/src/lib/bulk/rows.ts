import type {
  BulkItem,
  BulkItemState,
  BulkMove,
  BulkPreview,
  BulkRow,
  Finding,
  IntentId,
  OpportunityId,
} from '$lib/ipc';
import { bySeverity } from '$lib/board/consequence';
import type { IconName } from '$lib/components/icons';
import { bulkWords } from '$lib/i18n/bulk';
import { failureWords, findingSentence } from '$lib/i18n/catalogue';
import { timeOfDay } from '$lib/i18n/time';

export type PlanGroup = 'blocked' | 'warned' | 'ready';
export type RunGroup = 'needsYou' | 'waiting' | 'done' | 'out';
export type Group = PlanGroup | RunGroup;
export type Tone = 't-danger' | 't-warn' | 't-ok' | 't-info' | 't-you' | 't-muted';

export const planGroups: readonly PlanGroup[] = ['blocked', 'warned', 'ready'];
export const runGroups: readonly RunGroup[] = ['needsYou', 'waiting', 'done', 'out'];

export const groupLook: Record<Group, { icon: IconName; tone: Tone }> = {
  blocked: { icon: 'fail', tone: 't-danger' },
  warned: { icon: 'warn', tone: 't-warn' },
  ready: { icon: 'ok', tone: 't-ok' },
  needsYou: { icon: 'fail', tone: 't-danger' },
  waiting: { icon: 'clock', tone: 't-info' },
  done: { icon: 'ok', tone: 't-ok' },
  out: { icon: 'undo', tone: 't-muted' },
};

/** One line of the table, before or afterwards. */
export interface Line {
  id: OpportunityId;
  intent: IntentId | null;
  name: string;
  posting: string | null;
  group: Group;
  icon: IconName;
  tone: Tone;
  /** The consequence in bold, and the rest of it. */
  lead: string;
  rest: string;
  /** Included; `null`: there is nothing to include. */
  ticked: boolean | null;
  /** The finding that decides, where there is one. */
  finding: Finding | null;
  /** State for stories and styles. */
  state: string;
}

/** Can be included at all. */
export const mayGoAlong = (row: BulkRow): boolean => row.weight !== 'blocked';

/** Is included unless somebody takes it out. */
export const goesAlong = (row: BulkRow): boolean => row.weight === 'warned' || row.weight === 'ready';

/** A sentence and what follows it: the first is what matters. */
export function parted(text: string): [string, string] {
  const end = /[.?!]”?\s/.exec(text);
  if (end === null) return [text, ''];
  const at = end.index + end[0].trimEnd().length;
  return [text.slice(0, at), text.slice(at).trim()];
}

const decisive = (row: BulkRow): Finding | null => {
  const [first] = bySeverity(row.findings);
  return first === undefined || first.severity === 'unknown' ? null : first;
};

const phones = new Set(['phone_missing', 'phone_not_international']);

function consequence(row: BulkRow, finding: Finding | null, ticked: boolean): readonly [string, string] {
  if (row.heldBack === 'here') return bulkWords.here;
  if (row.heldBack !== null) return bulkWords.busy;
  if (finding === null) {
    if (!row.emails) return bulkWords.contactsNobody;
    return row.texts ? bulkWords.emailAndSms : bulkWords.emailOnly;
  }
  const [lead, rest] = parted(findingSentence(finding));
  const others = row.findings.filter((one) => one.severity !== 'unknown').length - 1;
  const and = others > 0 ? bulkWords.more(others) : '';
  const out = row.weight === 'leftOut' ? (ticked ? bulkWords.comesAlong : bulkWords.leftOut) : '';
  return [lead, [rest, and, out].filter((part) => part !== '').join(' ')];
}

/** The table before. */
export function planLines(plan: BulkPreview, ticked: ReadonlySet<OpportunityId>): Line[] {
  return plan.rows.map((row) => {
    const finding = row.heldBack === null ? decisive(row) : null;
    const group: PlanGroup = row.weight === 'blocked' ? 'blocked' : row.weight === 'ready' ? 'ready' : 'warned';
    const included = ticked.has(row.opportunity);
    const [lead, rest] = consequence(row, finding, included);
    return {
      id: row.opportunity,
      intent: null,
      name: row.name,
      posting: row.postingTitle,
      group,
      icon: finding !== null && phones.has(finding.code) ? 'phone' : groupLook[group].icon,
      tone: groupLook[group].tone,
      lead,
      rest,
      ticked: mayGoAlong(row) ? included : null,
      finding,
      state: row.weight,
    };
  });
}

const groupOf: Record<BulkItemState, RunGroup> = {
  waiting: 'waiting',
  sending: 'waiting',
  settling: 'waiting',
  moved: 'done',
  answered: 'done',
  already: 'done',
  notInvited: 'needsYou',
  needsYou: 'needsYou',
  takenOut: 'out',
};

const itemLook: Record<BulkItemState, { icon: IconName; tone: Tone }> = {
  waiting: { icon: 'clock', tone: 't-muted' },
  sending: { icon: 'send', tone: 't-you' },
  settling: { icon: 'clock', tone: 't-info' },
  moved: { icon: 'ok', tone: 't-ok' },
  answered: { icon: 'ok', tone: 't-ok' },
  already: { icon: 'people', tone: 't-ok' },
  notInvited: { icon: 'mail-x', tone: 't-danger' },
  needsYou: { icon: 'fail', tone: 't-danger' },
  takenOut: { icon: 'undo', tone: 't-muted' },
};

function outcome(item: BulkItem, move: BulkMove): readonly [string, string] {
  const [lead, rest] = bulkWords.became[item.state];
  const blocker = item.findings.find((one) => one.severity === 'stop' || one.severity === 'block');
  if (item.state === 'needsYou' && blocker !== undefined) return [lead, findingSentence(blocker)];
  if (item.state === 'needsYou' && item.problem !== null)
    return [lead, `${item.problem.sentence} ${item.problem.cause}`];
  if (item.state === 'notInvited') return [lead, `${failureWords(item.failure)}.`];
  if (item.state === 'moved' && move.vendor !== null) return [lead, bulkWords.movedWaits];
  return [lead, rest];
}

/** The list afterwards. */
export function runLines(move: BulkMove): Line[] {
  return move.items.map((item) => {
    const [lead, rest] = outcome(item, move);
    const at = item.movedAtMs === null ? '' : timeOfDay(item.movedAtMs);
    const look = item.state === 'moved' && move.vendor !== null ? itemLook.settling : itemLook[item.state];
    return {
      id: item.opportunity,
      intent: item.intent,
      name: item.name,
      posting: item.postingTitle,
      group: groupOf[item.state],
      ...look,
      lead,
      rest: [rest, at].filter((part) => part !== '').join(' '),
      ticked: null,
      finding: null,
      state: item.state,
    };
  });
}

/** How far a bulk move is. */
export interface Progress {
  all: number;
  /** Lever has them. */
  done: number;
  /** The vendor has answered. */
  answered: number;
  needsYou: number;
  left: number;
}

export function progressOf(move: BulkMove): Progress {
  const count = (...states: BulkItemState[]): number => move.items.filter((item) => states.includes(item.state)).length;
  return {
    all: move.items.length - count('takenOut'),
    done: count('moved', 'answered', 'already', 'notInvited'),
    answered: count('answered'),
    needsYou: count('needsYou', 'notInvited'),
    left: count('waiting', 'sending', 'settling'),
  };
}

/** How many of the included get a message. */
export const mailed = (plan: BulkPreview, ticked: ReadonlySet<OpportunityId>): number =>
  plan.rows.filter((row) => row.emails && ticked.has(row.opportunity)).length;

/** Does this correction of the posting take away all that blocks the row? */
const mends = (row: BulkRow, to: string): boolean => {
  const blocks = row.findings.filter((one) => one.severity === 'stop' || one.severity === 'block');
  return (
    row.weight === 'blocked' &&
    row.heldBack === null &&
    blocks.every((one) => one.fix?.kind === 'replace_posting_tag' && one.fix.to === to)
  );
};

/** Other candidates that the same correction of the posting would unblock. */
export function unblocks(plan: BulkPreview, id: OpportunityId): number {
  const own = plan.rows.find((row) => row.opportunity === id);
  const fix = own === undefined ? undefined : decisive(own)?.fix;
  if (own === undefined || own.posting === null || fix?.kind !== 'replace_posting_tag') return 0;
  return plan.rows.filter((row) => row !== own && row.posting === own.posting && mends(row, fix.to)).length;
}
