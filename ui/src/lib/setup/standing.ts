import type { Check, Standing, StepHealth } from '$lib/ipc';
import type { IconName } from '$lib/components/icons';
import { setupWords as w } from '$lib/i18n/setup';
import { moment, timeOfDay } from '$lib/i18n/time';
import type { Place } from './setup.svelte';

/** Each standing by a shape of its own, and by its word: never by its colour alone. */
export const looks: Record<Standing, { icon: IconName; tone: string }> = {
  verified: { icon: 'ok', tone: 't-ok' },
  observed: { icon: 'bolt', tone: 't-ok' },
  stated: { icon: 'person', tone: 't-info' },
  unverifiable: { icon: 'help', tone: 't-info' },
  todo: { icon: 'clock', tone: 'muted' },
  warn: { icon: 'warn', tone: 't-warn' },
  broken: { icon: 'fail', tone: 't-danger' },
};

const how = (step: StepHealth, standing: Standing): number =>
  step.checks.filter((check) => check.standing === standing).length;

/** The word beside a step's name: how many problems it has, or how it stands. */
export function verdict(step: StepHealth): string {
  if (step.standing === 'broken') return w.problems(Math.max(1, how(step, 'broken')));
  if (step.standing === 'warn') return w.toLookAt(Math.max(1, how(step, 'warn')));
  return w.standing[step.standing];
}

/** What needs a look, the worst first; the order within stays. */
export const worstFirst = (checks: readonly Check[]): Check[] => {
  const rank: Record<Standing, number> = {
    broken: 0,
    warn: 1,
    todo: 2,
    unverifiable: 3,
    stated: 4,
    observed: 5,
    verified: 6,
  };
  return checks.toSorted((a, b) => rank[a.standing] - rank[b.standing]);
};

export const needsLook = (check: Check): boolean =>
  check.standing === 'broken' || check.standing === 'warn' || check.standing === 'todo';

/** Questions without an answer that this place asks itself, where several have one reason. */
export function answeredBelow(checks: readonly Check[], place: Place): Check[] {
  const here = checks.filter(
    ({ standing, repair }) => standing === 'todo' && repair?.kind === 'go' && repair.step === place,
  );
  return here.filter((check) => here.some((other) => other !== check && other.cause === check.cause));
}

/** "checked 10:38", "said 19 Oct 09:12 by Marta Vellinho". */
export function whenWords(check: Check, now: number): string {
  if (check.atMs === null) return '';
  const at = moment(check.atMs, now);
  const today = new Date(check.atMs).toDateString() === new Date(now).toDateString();
  const said = w.when[check.standing](today ? timeOfDay(check.atMs) : at);
  return check.by === null ? said : `${said} ${w.by(check.by)}`;
}

/** What one key does about a check, seen from a place; `null` also where that would lead to where the person is. */
export function repairLabel(check: Check, place: Place | null = null): string | null {
  const { repair } = check;
  if (repair === null || (repair.kind === 'go' && repair.step === place)) return null;
  if (repair.kind === 'go') return w.repair.go(w.step[repair.step]);
  if (repair.kind === 'openLever') return w.repair.openLever(w.page[repair.what]);
  return w.repair[repair.kind]();
}
