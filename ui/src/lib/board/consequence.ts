import type { Finding, MovePreview, Severity } from '$lib/ipc';
import { t } from '$lib/i18n';
import { findingSentence, findingShort } from '$lib/i18n/catalogue';

const weight: Record<Severity, number> = { stop: 0, block: 1, warn: 2, unknown: 3 };

/** The most severe of some findings. */
export function worst(findings: Finding[]): Severity | null {
  return findings.reduce<Severity | null>(
    (found, finding) => (found === null || weight[finding.severity] < weight[found] ? finding.severity : found),
    null,
  );
}

/** Most severe first, otherwise as they came. */
export const bySeverity = (findings: Finding[]): Finding[] =>
  findings.toSorted((a, b) => weight[a.severity] - weight[b.severity]);

/** What stands in the way, if anything. */
export const obstacle = (preview: MovePreview): Finding | null =>
  bySeverity(preview.findings).find((one) => one.severity === 'stop' || one.severity === 'block') ?? null;

const phoneCodes = new Set(['phone_missing', 'phone_not_international']);

/** Why no SMS goes out, in a few words; `null` when one does or the vendor sends none. */
export function noSms(preview: MovePreview): string | null {
  if (preview.texts || preview.vendor !== 'myinterview') return null;
  const finding = preview.findings.find((one) => phoneCodes.has(one.code));
  return finding === undefined ? null : findingShort(finding);
}

/** The rest of the warnings, beside the phone's. */
export const warnings = (preview: MovePreview): Finding[] =>
  preview.findings.filter((one) => one.severity === 'warn' && !phoneCodes.has(one.code));

const costs = new Set(['interview_booked', 'feedback_missing', 'enters_other_vendor']);

/** The move gives up something that runs with a vendor, or goes on to the other vendor. */
export const leavingCosts = (preview: MovePreview): boolean =>
  preview.findings.some((one) => one.severity === 'warn' && costs.has(one.code));

/** The consequence as one spoken sentence. */
export function spoken(preview: MovePreview): string {
  const found = obstacle(preview);
  if (found !== null) return `${preview.vendor === null ? t.drop.cannot : t.drop.noInvite}${findingShort(found)}.`;
  const told = warnings(preview).map((one) => ` ${findingSentence(one)}`);
  if (preview.vendor === null) return `${t.drop.nobody}.${told.join('')}`;
  const sms = noSms(preview);
  return `${t.drop.emails[preview.vendor]}${preview.name}.${sms === null ? '' : ` ${t.drop.noSms(sms)}.`}`;
}
