import type { Component } from 'svelte';

import ConnectStep from './connect/ConnectStep.svelte';
import DryRunStep from './dryrun/DryRunStep.svelte';
import LeavingStep from './leaving/LeavingStep.svelte';
import PostingsStep from './postings/PostingsStep.svelte';
import RoundsStep from './rounds/RoundsStep.svelte';
import type { Place } from './setup.svelte';
import StagesStep from './stages/StagesStep.svelte';
import TemplatesStep from './templates/TemplatesStep.svelte';
import WebhooksStep from './webhooks/WebhooksStep.svelte';

/** What stands below a step's checks. A step without an entry shows its checks alone. */
export const details: Partial<Record<Place, Component>> = {
  connect: ConnectStep,
  stages: StagesStep,
  webhooks: WebhooksStep,
  templates: TemplatesStep,
  rounds: RoundsStep,
  postings: PostingsStep,
  dryRun: DryRunStep,
  leaving: LeavingStep,
};

/** Steps that show in a table of their own what is in order. */
export const tabled: ReadonlySet<Place> = new Set<Place>(['rounds', 'postings']);

/** Steps that say their name themselves, beside controls of their own. */
export const headed: ReadonlySet<Place> = new Set<Place>(
  (['postings', 'leaving'] as const).filter((place) => details[place] !== undefined),
);
