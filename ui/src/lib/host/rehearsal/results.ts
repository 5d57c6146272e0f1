import type {
  Agenda,
  AgendaDay,
  AgendaEntry,
  Download,
  FeedbackBlock,
  InterviewTime,
  JourneyBlock,
  JourneyKey,
  ProofLine,
  ResultPart,
} from '$lib/ipc';
import type { Person } from './people';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Where a person stands with JobTwine. */
interface Told {
  name: string;
  round: string;
  feedback: FeedbackBlock | null;
  time: InterviewTime | null;
  minutes?: number;
  interviewer?: string;
  cancelled?: boolean;
  earlier?: FeedbackBlock;
}

const rated = (name: string, points: number, out = 5, comment = ''): FeedbackBlock['sections'][number] => ({
  name,
  rating: { asWritten: `${points}/${out}`, tenths: points * 10, outOfTenths: out * 10 },
  comment,
});

const host = 'files.jobtwine.example';
const feedback = (change: Partial<FeedbackBlock>): FeedbackBlock => ({
  outcome: 'good_fit',
  outcomeWords: 'Is a Good Fit',
  sections: [rated('System design', 4), rated('Coding', 4), rated('Communication', 5)],
  summary: 'Clear about trade-offs and strong on consistency. Slower when asked about load shedding.',
  interviewer: 'D. R.',
  atMs: null,
  underReview: false,
  seen: false,
  report: { host, pinned: true },
  ...change,
});

/** Ten in the morning of the day `days` from now, on the page's own clock, and some minutes. */
function at(now: number, days: number, minutes: number): number {
  const day = new Date(now + days * DAY);
  day.setHours(10, minutes, 0, 0);
  return day.getTime();
}
const sure = (atMs: number, zone: string | null): InterviewTime => ({ atMs, zone, asWritten: null, why: null });

/** The people of the reference picture, and some that are hard to draw. */
function told(now: number): Told[] {
  return [
    {
      name: 'Oluwaseun Adébáyọ̀-Fitzmarrow',
      round: 'System design',
      time: sure(at(now, -2, 0), 'Europe/London'),
      interviewer: 'D. R.',
      feedback: feedback({ atMs: now - 2 * HOUR }),
    },
    {
      name: 'Bo Li-Marsh',
      round: 'Data modelling',
      time: sure(at(now, -1, 30), null),
      feedback: feedback({
        outcome: 'strongly_recommended',
        outcomeWords: 'Would hire at once, a very strong yes from all of us',
        sections: [
          rated('Data modelling', 5),
          { name: 'SQL', rating: null, comment: 'There was no time left for it.' },
          {
            name: 'Communication with people who do not write software for a living',
            rating: { asWritten: '87/100', tenths: 870, outOfTenths: 1000 },
            comment: '',
          },
        ],
        interviewer: null,
        seen: true,
        report: { host: 'reports.example.org', pinned: false },
      }),
      earlier: feedback({ outcome: 'not_recommended', outcomeWords: 'Not Recommended', seen: true, summary: null }),
    },
    {
      name: 'शान्तनु मेघवर्णे',
      round: 'Platform',
      time: sure(at(now, 0, 240), 'Asia/Kolkata'),
      minutes: 60,
      feedback: null,
    },
    {
      name: 'Γεωργία Θαλασσινοπούλου',
      round: 'Backend',
      time: sure(at(now, 0, 390), 'America/Chicago'),
      interviewer: 'K. M.',
      minutes: 45,
      feedback: null,
    },
    {
      name: 'ليلى عبد النور نجم الصحراء',
      round: 'Design review',
      time: sure(at(now, 0, 60), null),
      cancelled: true,
      feedback: null,
    },
    { name: '김하늘별', round: 'Coding', time: sure(at(now, 1, 0), 'Asia/Seoul'), minutes: 60, feedback: null },
    {
      name: 'Wilhelmina Konstantinidou-Vandersteen van der Larkenmeer',
      round: 'Reliability, incident response and on-call habits',
      time: sure(at(now, 4, 15), 'Europe/Amsterdam'),
      interviewer: 'Professor Bartholomäus von und zu Habichtstein',
      feedback: null,
    },
    {
      name: 'Priya Ravensworth-Iyer',
      round: 'System design',
      time: { atMs: null, zone: null, asWritten: 'Thu, Oct 22, 05:00 PM IST', why: 'ambiguous_zone' },
      feedback: null,
    },
  ];
}

const keyOf = (person: Person, round: number): JourneyKey => ({
  opportunity: person.card.id,
  vendor: 'jobtwine',
  round,
  attempt: 1,
});

function proof(link: string, atMs: number | null, certainty: string, source: string | null): ProofLine {
  return { link, certainty, atMs, seenAtMs: atMs, source, detail: source === 'stage_history' ? 'you' : null };
}

/** JobTwine's part of a rehearsal: journeys, feedback, downloads, the agenda. */
export class ResultsRehearsal {
  readonly seen = new Set<string>();
  private downloads: Download[] = [];
  private timers = new Map<number, ReturnType<typeof setInterval>>();

  constructor(
    private readonly people: () => Iterable<Person>,
    private readonly now: () => number,
    private readonly tell: (download: Download) => void,
  ) {}

  private toldOf(person: Person): Told | undefined {
    return told(this.now()).find((one) => one.name === person.card.name);
  }

  /** Its journeys with JobTwine, oldest first. */
  journeysOf(person: Person): JourneyBlock[] {
    const one = this.toldOf(person);
    if (one === undefined) return [];
    const blocks: JourneyBlock[] = [];
    const rounds = one.earlier === undefined ? [one.feedback] : [one.earlier, one.feedback];
    for (const [index, given] of rounds.entries()) {
      const round = index + 1;
      const start = (one.time?.atMs ?? this.now()) - (rounds.length - round) * 7 * DAY;
      const moved = start - 5 * DAY;
      const done = given !== null;
      blocks.push({
        vendor: 'jobtwine',
        round,
        attempt: 1,
        title: one.round,
        state: one.cancelled === true ? 'cancelled' : done ? 'feedback_in' : 'scheduled',
        failure: null,
        stalled: null,
        links: [
          proof('moved', moved, 'proven', 'stage_history'),
          proof('invited', moved + 48_000, 'inferred', null),
          proof('slots_wanted', moved + 48_000, 'proven', 'note'),
          proof('scheduled', moved + 26 * HOUR, 'proven', 'note'),
          proof('held', done ? start : null, done ? 'inferred' : 'waiting', done ? 'note' : null),
          proof(
            'feedback_in',
            done ? (given.atMs ?? start + HOUR) : null,
            done ? 'proven' : 'waiting',
            done ? 'note' : null,
          ),
        ],
        interview: one.time === null ? null : { ...one.time, atMs: one.time.atMs === null ? null : start },
        video: done ? { host: given.report?.host ?? host, pinned: given.report?.pinned ?? true } : null,
        feedback: done ? { ...given, seen: given.seen || this.seen.has(`${person.card.id} ${round}`) } : null,
      });
    }
    return blocks;
  }

  agenda(zone: string): Agenda {
    const own = [...this.people()];
    const entries: AgendaEntry[] = told(this.now()).flatMap((one) => {
      const person = own.find((other) => other.card.name === one.name);
      if (person === undefined || one.time === null) return [];
      return [
        {
          journey: keyOf(person, one.earlier === undefined ? 1 : 2),
          name: one.name,
          posting: person.posting?.title ?? null,
          roundName: one.round,
          time: one.time,
          lengthMinutes: one.minutes ?? null,
          interviewer: one.interviewer ?? null,
          cancelled: one.cancelled === true,
        },
      ];
    });
    const dateOf = (ms: number): string => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(ms);
    const today = dateOf(this.now());
    const days = new Map<string, AgendaDay>();
    for (const entry of entries.sort((a, b) => (a.time.atMs ?? 0) - (b.time.atMs ?? 0))) {
      if (entry.time.atMs === null) continue;
      const date = dateOf(entry.time.atMs);
      const day = days.get(date) ?? {
        date,
        standing: date < today ? 'past' : date === today ? 'today' : 'ahead',
        entries: [],
      };
      day.entries.push(entry);
      days.set(date, day);
    }
    return {
      zone,
      days: [...days.values()],
      unsure: entries.filter((entry) => entry.time.atMs === null),
      today: days.get(today)?.entries.filter((entry) => !entry.cancelled).length ?? 0,
    };
  }

  /** A file that is written at once. */
  write(journey: JourneyKey | null): Download {
    return this.add(
      { journey, part: null, name: journey === null ? 'Interviews.ics' : 'Interview, round 1.ics' },
      'done',
    );
  }

  download(journey: JourneyKey, part: ResultPart): Download {
    const name = part === 'report' ? 'Interview report, Staff Backend Engineer, round 1' : 'Interview video, round 1';
    const download = this.add({ journey, part, name }, 'running');
    this.run(download.id);
    return download;
  }

  list(): Download[] {
    return this.downloads;
  }

  stop(id: number): void {
    this.change(id, { state: 'stopped' });
  }

  resume(id: number): void {
    this.change(id, { state: 'running', problem: null });
    this.run(id);
  }

  drop(id: number): void {
    clearInterval(this.timers.get(id));
    this.downloads = this.downloads.filter((one) => one.id !== id);
  }

  private add(given: Pick<Download, 'journey' | 'part' | 'name'>, state: Download['state']): Download {
    const total = given.part === 'video' ? 214_000_000 : given.part === 'report' ? 1_240_000 : 900;
    const download: Download = {
      ...given,
      id: this.downloads.length + 1,
      state,
      received: state === 'done' ? total : 0,
      total,
      problem: null,
    };
    this.downloads = [...this.downloads, download];
    return download;
  }

  private run(id: number): void {
    clearInterval(this.timers.get(id));
    this.timers.set(
      id,
      setInterval(() => {
        const one = this.downloads.find((download) => download.id === id);
        if (one?.state !== 'running') {
          clearInterval(this.timers.get(id));
          return;
        }
        const total = one.total ?? 0;
        const received = Math.min(total, one.received + total / 12);
        const done = received === total;
        this.change(id, {
          received,
          state: done ? 'done' : 'running',
          name: done ? `${one.name}.${one.part === 'report' ? 'pdf' : 'mp4'}` : one.name,
        });
      }, 250),
    );
  }

  private change(id: number, change: Partial<Download>): void {
    this.downloads = this.downloads.map((one) => (one.id === id ? { ...one, ...change } : one));
    const changed = this.downloads.find((one) => one.id === id);
    if (changed !== undefined) this.tell(changed);
  }
}
