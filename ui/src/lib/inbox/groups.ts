import type { InboxGroup, InboxItem } from '$lib/ipc';
import type { IconName } from '$lib/components/icons';

/** How a group looks: icon, colour of the icon, tone of its chip. */
export const groupLook: Record<InboxGroup, { icon: IconName; tone: 'ok' | 'warn' | 'danger' | 'info' | 'muted' }> = {
  inviteFailed: { icon: 'mail-x', tone: 'danger' },
  slotsNeeded: { icon: 'cal-add', tone: 'warn' },
  scheduled: { icon: 'cal-ok', tone: 'info' },
  feedbackIn: { icon: 'note', tone: 'ok' },
  stalled: { icon: 'stall', tone: 'warn' },
  onCandidate: { icon: 'o-cand', tone: 'muted' },
  onVendor: { icon: 'o-vend', tone: 'muted' },
  muted: { icon: 'bell', tone: 'muted' },
};

/** Rows by group, in the order they come in. */
export function grouped(items: readonly InboxItem[]): { group: InboxGroup; items: InboxItem[] }[] {
  const groups: { group: InboxGroup; items: InboxItem[] }[] = [];
  for (const item of items) {
    const last = groups.at(-1);
    if (last?.group === item.group) last.items.push(item);
    else groups.push({ group: item.group, items: [item] });
  }
  return groups;
}
