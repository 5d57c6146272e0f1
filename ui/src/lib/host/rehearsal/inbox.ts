import type {
  Changes,
  InboxCounts,
  InboxGroup,
  InboxItem,
  InboxTab,
  NoticePreferences,
  OpportunityId,
  JourneyBlock,
  SnoozeChoice,
  Vendor,
} from '$lib/ipc';
import type { Commands } from '../index';
import type { Person } from './people';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

type InboxCommands = Pick<
  Commands,
  | 'inbox'
  | 'inboxCounts'
  | 'inboxSeen'
  | 'inboxDone'
  | 'inboxSnooze'
  | 'inboxRestore'
  | 'mute'
  | 'snoozeOffers'
  | 'noticePreferences'
  | 'setNoticePreferences'
>;

const order: InboxGroup[] = [
  'inviteFailed',
  'slotsNeeded',
  'scheduled',
  'feedbackIn',
  'stalled',
  'onCandidate',
  'onVendor',
  'muted',
];

/** The day after `days`, at `hour` on this computer's clock. */
function at(now: number, days: number, hour: number): number {
  const date = new Date(now);
  date.setDate(date.getDate() + days);
  date.setHours(hour, 0, 0, 0);
  return date.getTime();
}

/** What the shell's rules would say of an invented candidate, in short. */
function group(person: Person, feedback: JourneyBlock | null): Found | null {
  if (feedback !== null)
    return {
      group: 'feedbackIn',
      reason: 'feedback',
      detail: feedback.feedback?.outcome ?? null,
      vendor: feedback.vendor,
      round: feedback.round,
    };
  const found = byChip(person);
  return found === null
    ? null
    : {
        ...found,
        vendor: 'myinterview',
        round: 1,
        detail: found.reason === 'template_not_found' ? 'Lever demo' : null,
      };
}

interface Found {
  group: InboxGroup;
  reason: string;
  detail: string | null;
  vendor: Vendor;
  round: number;
}

function byChip(person: Person): { group: InboxGroup; reason: string } | null {
  const chip = person.card.chip;
  switch (chip?.kind) {
    case 'failed':
      return { group: 'inviteFailed', reason: chip.code ?? 'other' };
    case 'completed':
      return { group: 'feedbackIn', reason: 'video_in' };
    case 'stalled':
      return { group: 'stalled', reason: 'no_video' };
    case 'invited':
      return { group: 'onCandidate', reason: 'records_video' };
    case 'triggered':
      return { group: 'onVendor', reason: 'sends_invite' };
    default:
      return null;
  }
}

/** An inbox over the invented people: marks in memory, everything else from their chips. */
export class RehearsedInbox {
  private seen = new Set<string>();
  private done = new Map<string, number>();
  private snoozed = new Map<string, { choice: SnoozeChoice; untilMs: number | null }>();
  private muted = new Set<OpportunityId>();
  private preferences: NoticePreferences = {
    privacy: 'initials',
    quiet: { fromMinute: 18 * 60, toMinute: 8 * 60 + 30 },
  };

  constructor(
    private readonly people: () => Person[],
    private readonly journeysOf: (person: Person) => JourneyBlock[],
    private readonly now: () => number,
    private readonly tell: (changes: Partial<Changes>) => void,
  ) {}

  private all(): (InboxItem & { tab: InboxTab })[] {
    return this.people()
      .filter((one) => one.mine)
      .flatMap((one) => {
        const feedback = this.journeysOf(one).findLast((journey) => journey.feedback !== null) ?? null;
        if (feedback === null && one.card.stage !== ('my-stage' as never)) return [];
        const found = group(one, feedback);
        if (found === null) return [];
        const key = `${one.card.id}/${found.vendor}/${found.round}/1/${found.reason}`;
        const waits = found.group === 'onCandidate' || found.group === 'onVendor';
        const snooze = this.snoozed.get(key) ?? null;
        const muted = this.muted.has(one.card.id) && !waits;
        const doneAt = this.done.get(key) ?? null;
        const tab: InboxTab = waits
          ? 'waiting'
          : doneAt !== null
            ? 'doneToday'
            : snooze !== null || muted
              ? 'snoozed'
              : 'needsYou';
        const kinds: Partial<Record<SnoozeChoice, string>> = { result: 'result', note: 'note', quiet: 'quiet' };
        return [
          {
            key,
            tab,
            opportunity: one.card.id,
            vendor: found.vendor,
            round: found.round,
            attempt: 1,
            group: tab === 'snoozed' && muted ? ('muted' as const) : found.group,
            name: one.card.name,
            posting: one.card.posting,
            reason: found.reason,
            detail: found.detail,
            addressed: false,
            atMs: one.card.chip?.sinceMs ?? one.card.inStageSinceMs,
            dueMs: one.card.next.dueMs,
            unread: tab === 'needsYou' && !this.seen.has(key) && (one.card.chip?.sinceMs ?? 0) > this.now() - 7 * DAY,
            snooze:
              tab === 'snoozed' && snooze !== null
                ? { untilMs: snooze.untilMs, until: kinds[snooze.choice] ?? 'time' }
                : null,
            doneAtMs: doneAt,
          },
        ];
      })
      .sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group) || (b.atMs ?? 0) - (a.atMs ?? 0));
  }

  private counts(): InboxCounts {
    const all = this.all();
    const of = (tab: InboxTab): number => all.filter((one) => one.tab === tab).length;
    return {
      needsYou: of('needsYou'),
      unread: all.filter((one) => one.unread).length,
      waiting: of('waiting'),
      snoozed: of('snoozed'),
      doneToday: of('doneToday'),
    };
  }

  /** The inbox looks different now. */
  changed(): Promise<null> {
    this.tell({ inbox: this.counts() });
    return Promise.resolve(null);
  }

  readonly commands: InboxCommands = {
    inbox: (tab, limit) => {
      const items = this.all().filter((one) => one.tab === tab);
      return Promise.resolve({
        counts: this.counts(),
        items: items.slice(0, limit).map(({ tab: _, ...item }) => item),
        total: items.length,
      });
    },
    inboxCounts: () => Promise.resolve(this.counts()),
    inboxSeen: (key) => {
      this.seen.add(key);
      return this.changed();
    },
    inboxDone: (key) => {
      this.done.set(key, this.now());
      this.seen.add(key);
      return this.changed();
    },
    inboxSnooze: (key, choice) => {
      const untilMs: Partial<Record<SnoozeChoice, number>> = {
        hour: this.now() + HOUR,
        afternoon: at(this.now(), 0, 15),
        tomorrow: at(this.now(), 1, 9),
        nextWeek: at(this.now(), 7, 9),
        quiet: this.now() + 3 * DAY,
      };
      this.snoozed.set(key, { choice, untilMs: untilMs[choice] ?? null });
      return this.changed();
    },
    inboxRestore: (key) => {
      this.done.delete(key);
      this.snoozed.delete(key);
      return this.changed();
    },
    mute: (id, muted) => {
      if (muted) this.muted.add(id);
      else this.muted.delete(id);
      return this.changed();
    },
    snoozeOffers: () =>
      Promise.resolve([
        ...(new Date(this.now()).getHours() < 15
          ? [{ choice: 'afternoon' as const, atMs: at(this.now(), 0, 15) }]
          : []),
        { choice: 'tomorrow', atMs: at(this.now(), 1, 9) },
        { choice: 'nextWeek', atMs: at(this.now(), 8 - (new Date(this.now()).getDay() || 7), 9) },
        { choice: 'result', atMs: null },
        { choice: 'note', atMs: null },
        { choice: 'quiet', atMs: null },
      ]),
    noticePreferences: () => Promise.resolve(this.preferences),
    setNoticePreferences: (preferences) => {
      this.preferences = preferences;
      return Promise.resolve(null);
    },
  };
}
