import { t } from '$lib/i18n';
import type { OpportunityId, StageId } from '$lib/ipc';
import type { FulcrumApp } from '$lib/stores/app.svelte';
import type { MenuItem } from './Menu.svelte';

/** Every stage a card can be moved to, with what entering it sends. */
export function moveItems(app: FulcrumApp, id: OpportunityId, stands: StageId): MenuItem[] {
  return (app.board.board?.columns ?? []).map((column) => ({
    id: column.stage,
    label: column.name,
    icon: column.vendor === null ? undefined : 'bolt',
    hint:
      column.stage === stands ? t.move.here : column.vendor === null ? undefined : t.drop.emailsShort[column.vendor],
    disabled: column.stage === stands,
    run: () => void app.moves.move(id, column.stage),
  }));
}
