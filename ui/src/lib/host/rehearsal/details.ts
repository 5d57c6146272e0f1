import type { Candidate, ChipKind, Finding, JourneyBlock, MovePreview, NoteId } from '$lib/ipc';
import { type Person, type Stage, stages } from './people';

const MINUTE = 60_000;

/** What preflight would find. */
export function findings(person: Person, to: Stage): Finding[] {
  if (to.vendor !== 'myinterview') return [];
  const found: Finding[] = [];
  const say = (
    code: Finding['code'],
    severity: Finding['severity'],
    subject: string | null,
    suggestion: string | null,
    fix: Finding['fix'],
  ): void => {
    found.push({ code, severity, subject, suggestion, fix });
  };
  if (person.posting === null) say('no_posting', 'block', null, null, { kind: 'open_in_lever' });
  else if (person.posting.template === null) say('posting_untagged', 'block', null, null, { kind: 'open_in_lever' });
  else if (person.posting.template === 'Lever demo')
    say('template_not_found', 'block', 'Lever demo', 'myInterview:Lever Demo', {
      kind: 'replace_posting_tag',
      from: 'myInterview:Lever demo',
      to: 'myInterview:Lever Demo',
    });
  if (person.email === null) say('missing_email', 'block', null, null, { kind: 'add_email' });
  if (person.phone === null) say('phone_missing', 'warn', null, null, null);
  else if (!person.phone.startsWith('+'))
    say('phone_not_international', 'warn', person.phone, '+44 7700 900142', { kind: 'correct_phone' });
  say('webhook_unverifiable', 'unknown', null, null, null);
  return found;
}

/** What a move would do. */
export function previewOf(person: Person, to: Stage): MovePreview {
  const found = findings(person, to);
  const blocked = found.some((one) => one.severity === 'stop' || one.severity === 'block');
  return {
    opportunity: person.card.id,
    name: person.card.name,
    toStage: to.id,
    toStageName: to.name,
    vendor: to.vendor,
    emails: to.vendor !== null && !blocked,
    texts: to.vendor === 'myinterview' && !blocked && person.phone?.startsWith('+') === true,
    template: to.vendor === 'myinterview' ? (person.posting?.template ?? null) : null,
    findings: found,
    holdSeconds: to.vendor === null ? 0 : 10,
  };
}

/** Of interviews with experts, whose journeys are told elsewhere. */
const expert: ReadonlySet<ChipKind> = new Set([
  'slotsNeeded',
  'slotsGiven',
  'scheduled',
  'calledOff',
  'noShow',
  'feedbackPending',
  'feedbackIn',
]);

function journeysOf(person: Person, hosts: readonly string[]): JourneyBlock[] {
  const kind = person.card.chip?.kind;
  const at = person.card.chip?.sinceMs ?? null;
  if (kind === undefined || at === null || kind === 'eligible' || kind === 'obstacle' || expert.has(kind)) return [];
  const done = kind === 'completed';
  return [
    {
      vendor: 'myinterview',
      round: 1,
      attempt: 1,
      title: person.posting?.template ?? null,
      state: kind === 'stalled' ? 'invited' : kind,
      failure: kind === 'failed' ? (person.card.chip?.code ?? null) : null,
      stalled: kind === 'stalled' ? 'completed' : null,
      links: [
        {
          link: 'moved',
          certainty: 'proven',
          atMs: at - 30 * MINUTE,
          seenAtMs: at,
          source: 'stage_history',
          detail: 'you',
        },
        kind === 'failed'
          ? {
              link: 'failed',
              certainty: 'proven',
              atMs: at - 29 * MINUTE,
              seenAtMs: at,
              source: 'note',
              detail: 'myInterview',
            }
          : {
              link: 'invited',
              certainty: 'proven',
              atMs: at - 29 * MINUTE,
              seenAtMs: at,
              source: 'tag',
              detail: 'myInterview: Invite sent',
            },
        ...(kind === 'failed'
          ? []
          : [
              {
                link: 'opened',
                certainty: done ? 'inferred' : 'waiting',
                atMs: done ? at : null,
                seenAtMs: null,
                source: done ? 'note' : null,
                detail: null,
              },
              {
                link: 'completed',
                certainty: done ? 'proven' : 'waiting',
                atMs: done ? at : null,
                seenAtMs: done ? at : null,
                source: done ? 'tag' : null,
                detail: done ? 'myInterview: Interview completed' : null,
              },
            ]),
      ],
      interview: null,
      feedback: null,
      video: done ? { host: 'review.myinterview.example', pinned: hosts.includes('review.myinterview.example') } : null,
    },
  ];
}

/** The panel at `now` (ms); links to `hosts` open at once. */
export function candidateOf(person: Person, owner: string, hosts: readonly string[], now: number): Candidate {
  const at = stages.findIndex((one) => one.id === person.card.stage);
  const next = stages[at + 1];
  const journeys = journeysOf(person, hosts);
  const invited = person.card.chip?.kind === 'invited';
  return {
    card: person.card,
    headline: person.headline,
    location: person.location,
    stageName: stages[at]?.name ?? '',
    ownerName: owner,
    posting: person.posting?.id ?? null,
    emails: person.email === null ? [] : [{ value: person.email, plausible: person.email.includes('@') }],
    phones:
      person.phone === null
        ? []
        : [
            {
              value: person.phone,
              international: person.phone.startsWith('+'),
              suggestion: person.phone.startsWith('+') ? null : '+44 7700 900142',
            },
          ],
    journeys,
    previews: stages.filter((one) => one.vendor !== null).map((one) => previewOf(person, one)),
    tags: [
      ...(journeys.length > 0
        ? [
            {
              text: 'myInterview: Invite sent',
              kind: 'status',
              removable: true,
              firstSeenMs: now - 2 * 24 * 60 * MINUTE,
            },
          ]
        : []),
      ...(person.posting?.template == null
        ? []
        : [{ text: `myInterview:${person.posting.template}`, kind: 'posting', removable: false, firstSeenMs: null }]),
      ...person.tags.map((text) => ({
        text,
        kind: 'manual',
        removable: true,
        firstSeenMs: now - 24 * 24 * 60 * MINUTE,
      })),
    ],
    notes: [
      {
        id: 'note-a' as NoteId,
        secret: false,
        removable: false,
        author: 'myInterview',
        byYou: false,
        atMs: now - 3 * 24 * 60 * MINUTE,
        text: 'Heads up: our flow replied with status 7 for this applicant.',
        comments: 0,
        vendor: 'myinterview',
        unreadVendorNote: true,
      },
      {
        id: 'note-b' as NoteId,
        secret: false,
        removable: false,
        author: owner,
        byYou: true,
        atMs: now - 10 * 24 * 60 * MINUTE,
        text: 'Two months’ notice. Prefers Leeds.',
        comments: 1,
        vendor: null,
        unreadVendorNote: false,
      },
    ],
    advanceTo: next === undefined ? null : { id: next.id, name: next.name, vendor: next.vendor },
    stages,
    resend: {
      vendor: person.card.stage === 'my-stage' ? 'myinterview' : null,
      nextRound: null,
      possible: !invited && person.card.stage === 'my-stage',
      reason: invited ? 'invite_open' : person.card.stage === 'my-stage' ? null : 'not_in_stage',
    },
    inLever: true,
    archived: false,
    archiveReason: null,
    readAtMs: now - 4000,
  };
}
