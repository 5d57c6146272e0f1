import type { Actor, Card, Chip, OpportunityId, PostingId, StageId, Vendor } from '$lib/ipc';

/** A small generator with a seed, so that every rehearsal shows the same people. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const stageId = (id: string): StageId => id as StageId;
export const oppId = (id: string): OpportunityId => id as OpportunityId;

export interface Stage {
  id: StageId;
  name: string;
  vendor: Vendor | null;
}

export const stages: Stage[] = [
  { id: stageId('applicant-new'), name: 'New applicant', vendor: null },
  { id: stageId('recruiter-screen'), name: 'Recruiter screen', vendor: null },
  { id: stageId('my-stage'), name: 'myInterview', vendor: 'myinterview' },
  { id: stageId('manager-review'), name: 'Manager review', vendor: null },
  { id: stageId('jt-stage'), name: 'JobTwine', vendor: 'jobtwine' },
  { id: stageId('on-site'), name: 'On-site', vendor: null },
  { id: stageId('offer'), name: 'Offer', vendor: null },
];

export interface Posting {
  id: PostingId;
  title: string;
  mine: boolean;
  template: string | null;
}

const posting = (id: number, title: string, mine: boolean, template: string | null): Posting => ({
  id: `posting-${id}` as PostingId,
  title,
  mine,
  template,
});

const postings: Posting[] = [
  posting(1, 'Staff Backend Engineer', true, 'Backend – first video'),
  posting(2, 'Platform SRE', true, 'SRE scenarios'),
  posting(3, 'Data Engineer, Billing', true, 'Data intro'),
  posting(4, 'Product Designer', true, 'Design intro'),
  posting(5, 'Support Lead, Nights', true, 'Lever demo'),
  posting(6, 'Security Engineer', true, null),
  posting(7, 'Ledger Analyst', false, 'Ledger intro'),
  posting(8, 'Mobile Engineer, iOS', false, 'Mobile – first video'),
  posting(9, 'Payroll Specialist, DACH', false, 'People intro'),
  posting(10, 'Solutions Consultant', false, 'Sales intro'),
];

export const templates = ['Backend – first video', 'SRE scenarios', 'Data intro', 'Design intro', 'Lever Demo'];

/** One invented person with everything the panel shows. */
export interface Person {
  card: Card;
  posting: Posting | null;
  mine: boolean;
  email: string | null;
  phone: string | null;
  headline: string;
  location: string;
  tags: string[];
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Said {
  name: string;
  posting: number | null;
  stage: string;
  days: number;
  late?: boolean;
  chip: Chip | null;
  next: [Actor, string, number?];
  tags: string[];
  email?: string | null;
  phone?: string | null;
}

const chip = (kind: Chip['kind'], code: string | null = null, sinceMs: number | null = null): Chip => ({
  kind,
  code,
  sinceMs,
});

/** The people of the reference picture, first in their columns. */
function said(now: number): Said[] {
  return [
    {
      name: 'Ruairí Mac Giolla Fhionnuisce',
      posting: 0,
      stage: 'recruiter-screen',
      days: 3,
      late: true,
      chip: chip('eligible'),
      next: ['you', 'choose_next_step'],
      tags: ['referral', 'dublin'],
      phone: '087 555 0142',
    },
    {
      name: 'Mścisław Dzięciołowicz',
      posting: 4,
      stage: 'recruiter-screen',
      days: 9,
      late: true,
      chip: chip('obstacle', 'template_not_found'),
      next: ['you', 'fix_tag'],
      tags: ['applied'],
      phone: '+48225550107',
    },
    {
      name: 'Wilhelmina Konstantinidou-Vandersteen van der Larkenmeer',
      posting: 1,
      stage: 'recruiter-screen',
      days: 2,
      late: true,
      chip: chip('eligible'),
      next: ['you', 'choose_next_step'],
      tags: ['referral', 'ams-hub', 'relocation', 'on-call', 'go'],
      phone: '+31205550113',
    },
    {
      name: 'Jo Quill',
      posting: 5,
      stage: 'recruiter-screen',
      days: 1,
      chip: chip('obstacle', 'posting_untagged'),
      next: ['you', 'fix_tag'],
      tags: ['sourced'],
    },
    {
      name: 'Sunniva Fjordheim',
      posting: 1,
      stage: 'recruiter-screen',
      days: 1,
      chip: chip('eligible'),
      next: ['you', 'choose_next_step'],
      tags: ['applied', 'oslo'],
    },
    {
      name: 'Екатерина Снегирёва-Полевая',
      posting: 2,
      stage: 'recruiter-screen',
      days: 4,
      chip: chip('eligible'),
      next: ['nobody', 'nothing'],
      tags: ['referral', 'sql'],
    },
    {
      name: 'Zsófia Kőrisvölgyi',
      posting: 2,
      stage: 'my-stage',
      days: 6,
      late: true,
      chip: chip('stalled', 'completed', now - 6 * DAY - HOUR),
      next: ['you', 'nudge_or_close'],
      tags: ['sql', 'budapest'],
    },
    {
      name: 'ليلى عبد النور نجم الصحراء',
      posting: 3,
      stage: 'my-stage',
      days: 3,
      chip: chip('completed', 'not_watched', now - 2 * DAY),
      next: ['you', 'watch_video'],
      tags: ['portfolio', 'arabic', 'remote', 'figma'],
    },
    {
      name: 'Tāne Moanawhetū',
      posting: 4,
      stage: 'my-stage',
      days: 1,
      chip: chip('failed', 'missing_email', now - DAY),
      next: ['you', 'add_email'],
      tags: ['applied'],
      email: null,
    },
    {
      name: '林 雨晴',
      posting: 0,
      stage: 'my-stage',
      days: 2,
      chip: chip('invited', null, now - 2 * DAY - HOUR),
      next: ['candidate', 'records_video', now + 2 * DAY],
      tags: ['referral', 'go'],
    },
    {
      name: 'Trần Thị Mây Ngàn',
      posting: 3,
      stage: 'my-stage',
      days: 0,
      chip: chip('invited', null, now - 4 * HOUR),
      next: ['candidate', 'records_video', now + 4 * DAY],
      tags: ['portfolio'],
    },
    {
      name: 'Oluwaseun Adébáyọ̀-Fitzmarrow',
      posting: 0,
      stage: 'manager-review',
      days: 1,
      chip: chip('completed', null, now - 3 * DAY),
      next: ['you', 'advance_or_decline'],
      tags: ['referral', 'leeds'],
      phone: '07700 900142',
    },
    {
      name: 'Inês Ferreira da Conceição e Marmeleiro',
      posting: 3,
      stage: 'manager-review',
      days: 2,
      chip: chip('completed', null, now - 3 * DAY),
      next: ['nobody', 'nothing', now + 3 * DAY],
      tags: ['portfolio', 'figma', 'lisbon', 'remote'],
    },
    {
      name: 'Kwabena Larkwater',
      posting: 1,
      stage: 'manager-review',
      days: 2,
      chip: chip('completed', null, now - 2 * DAY),
      next: ['nobody', 'nothing', now + 3 * DAY],
      tags: ['on-call'],
    },
    {
      name: 'Maximiliano Etxezuri Goikolarre',
      posting: 2,
      stage: 'manager-review',
      days: 3,
      chip: chip('completed', null, now - 4 * DAY),
      next: ['nobody', 'nothing', now + DAY],
      tags: ['sql'],
    },
    {
      name: 'Priya Ravensworth-Iyer',
      posting: 0,
      stage: 'manager-review',
      days: 4,
      chip: chip('completed', null, now - 4 * DAY),
      next: ['nobody', 'nothing', now + DAY],
      tags: ['referral', 'go'],
    },
    {
      name: 'Þórdís Skýjadóttir',
      posting: 1,
      stage: 'jt-stage',
      days: 0,
      chip: null,
      next: ['you', 'choose_next_step'],
      tags: ['on-call', 'go'],
    },
    {
      name: 'Bo Li-Marsh',
      posting: 2,
      stage: 'jt-stage',
      days: 5,
      chip: chip('feedbackIn', 'not_read'),
      next: ['you', 'read_feedback'],
      tags: ['sql'],
    },
    {
      name: 'Γεωργία Θαλασσινοπούλου',
      posting: 0,
      stage: 'jt-stage',
      days: 1,
      chip: chip('slotsNeeded', null, now - DAY),
      next: ['you', 'enter_slots', now + DAY],
      tags: ['chicago', 'go'],
    },
    {
      name: 'शान्तनु मेघवर्णे',
      posting: 1,
      stage: 'jt-stage',
      days: 4,
      chip: chip('scheduled', null, now + 3 * DAY),
      next: ['nobody', 'interview_at', now + 3 * DAY],
      tags: ['on-call', 'pune'],
    },
    {
      name: '김하늘별',
      posting: 0,
      stage: 'jt-stage',
      days: 2,
      chip: chip('slotsGiven', null, now - DAY),
      next: ['vendor', 'finds_expert', now + DAY],
      tags: ['referral'],
    },
    {
      name: 'Ada Quillfeather',
      posting: null,
      stage: 'applicant-new',
      days: 3,
      chip: chip('obstacle', 'no_posting'),
      next: ['you', 'link_posting'],
      tags: [],
    },
    {
      name: 'שירה גל־ירוק',
      posting: 2,
      stage: 'applicant-new',
      days: 2,
      chip: chip('obstacle', 'same_person_elsewhere'),
      next: ['you', 'choose_next_step'],
      tags: [],
    },
    {
      name: '',
      posting: 6,
      stage: 'applicant-new',
      days: 4,
      chip: null,
      next: ['nobody', 'nothing'],
      tags: ['sourced'],
    },
  ];
}

const first = [
  'Aino',
  'Bram',
  'Cosima',
  'Dario',
  'Elif',
  'Finlay',
  'Greta',
  'Hugo',
  'Ilse',
  'Jonas',
  'Kaito',
  'Liang',
  'Mara',
  'Nils',
  'Odile',
  'Pavel',
  'Quirin',
  'Rosa',
  'Sanjay',
  'Tove',
  'Ulla',
  'Vito',
  'Wren',
  'Ximena',
  'Yara',
  'Zeno',
];
const last = [
  'Ashgrove',
  'Brackenfield',
  'Calderwick',
  'Dunmarrow',
  'Elmsworth',
  'Fernhollow',
  'Glasswater',
  'Hartebeest',
  'Ironwood',
  'Juniperus',
  'Kestrelle',
  'Larkspur',
  'Mosswick',
  'Nettlefield',
  'Oakendale',
  'Plumridge',
  'Quickbeam',
  'Rookwood',
  'Saltmarsh',
  'Thistleby',
  'Underhill',
  'Vellinho',
  'Wintermoor',
  'Yarrowby',
  'Zephyrine',
];
const manual = ['applied', 'referral', 'sourced', 'remote', 'go', 'sql', 'on-call', 'portfolio'];
const share = [0.34, 0.2, 0.16, 0.1, 0.08, 0.07, 0.05];

const pick = <T>(list: readonly T[], roll: number, otherwise: T): T =>
  list[Math.floor(roll * list.length)] ?? otherwise;

/** The invented world: people, those of the reference picture first, and a set of postings of their own. */
export function invent(count: number, now: number): { people: Person[]; postings: Posting[] } {
  const own = postings.map((one) => ({ ...one }));
  const roll = dice(7);
  const people: Person[] = said(now).map((one, index) => person(one, index, now, true, own));
  while (people.length < count) {
    const index = people.length;
    let rest = roll();
    const stage =
      stages[
        Math.max(
          0,
          share.findIndex((part) => (rest -= part) < 0),
        )
      ] ?? stages[0];
    if (stage === undefined) break;
    const where = Math.floor(roll() * postings.length);
    const kind: Chip | null =
      stage.vendor === 'myinterview'
        ? chip(roll() < 0.6 ? 'invited' : 'completed', null, now - roll() * 6 * DAY)
        : roll() < 0.5
          ? chip('eligible')
          : null;
    people.push(
      person(
        {
          name: `${pick(first, roll(), 'Aino')} ${pick(last, roll(), 'Ashgrove')}`,
          posting: where,
          stage: stage.id,
          days: Math.floor(roll() * 12),
          chip: kind,
          next:
            kind?.kind === 'invited'
              ? ['candidate', 'records_video', now + roll() * 5 * DAY]
              : roll() < 0.3
                ? ['you', 'choose_next_step']
                : ['nobody', 'nothing'],
          tags: [pick(manual, roll(), 'applied'), pick(manual, roll(), 'go')],
        },
        index,
        now,
        roll() < 0.12,
        own,
      ),
    );
  }
  return { people: people.slice(0, count), postings: own };
}

function person(one: Said, index: number, now: number, mine: boolean, postings: readonly Posting[]): Person {
  const where = one.posting === null ? null : (postings[one.posting] ?? null);
  const tags = [...new Set(one.tags)];
  return {
    card: {
      id: oppId(`opp-${index}`),
      name: one.name,
      posting: where?.title ?? null,
      stage: stageId(one.stage),
      inStageSinceMs: now - one.days * DAY - HOUR,
      late: one.late === true && one.days > 5,
      chip: one.chip,
      next: {
        actor: one.next[0],
        vendor: one.next[0] === 'vendor' ? 'jobtwine' : null,
        phrase: one.next[1],
        dueMs: one.next[2] ?? null,
      },
      tags: tags.slice(0, 3),
      moreTags: Math.max(0, tags.length - 3),
      pending: null,
      test: false,
    },
    posting: where,
    mine,
    email: one.email === undefined ? `candidate${index}@example.org` : one.email,
    phone:
      one.phone === undefined ? (index % 3 === 0 ? null : `+44770090${String(1000 + index).slice(-4)}`) : one.phone,
    headline: where === null ? '' : `${where.title}, payments and ledgers`,
    location: index % 2 === 0 ? 'Leeds, United Kingdom' : 'Lisbon, Portugal',
    tags,
  };
}
