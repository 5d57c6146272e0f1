import type { Finding, Fix } from '$lib/ipc';
import type { IconName } from '$lib/components/icons';
import { bulkWords } from '$lib/i18n/bulk';

const icons: Record<Fix['kind'], IconName> = {
  replace_posting_tag: 'tag',
  add_email: 'mail',
  correct_phone: 'phone',
  import_templates: 'refresh',
  choose_trigger_stage: 'gear',
  open_in_lever: 'ext',
  resend: 'send',
};

/** The button beside a finding; a finding without a fix of its own leads to the card. */
export function labelOf(finding: Finding, words: (fix: Fix) => string): { label: string; icon: IconName } | null {
  const { fix } = finding;
  if (fix === null || fix.kind === 'resend') return { label: bulkWords.openCard, icon: 'right' };
  if (fix.kind === 'correct_phone')
    return finding.suggestion === null
      ? { label: bulkWords.openCard, icon: 'right' }
      : { label: bulkWords.usePhone(finding.suggestion), icon: 'phone' };
  return { label: words(fix), icon: icons[fix.kind] };
}
