import type { JobTwineSetup, PostingId, StageChoice, StageId, StatedRound, UserId } from '$lib/ipc';
import type { Stage } from './people';

const DAY = 24 * 3_600_000;

interface Kept {
  title: string;
  tag: string | null;
  state: string;
  names: string[] | null;
  minutes?: (number | null)[];
  statedMs: number | null;
}

/** JobTwine's part of the set-up, rehearsed: what is tagged, stated and pinned. */
export class RehearsedExperts {
  private stage: StageId | null = 'jt-stage' as StageId;
  private neutral: StageId | null = null;
  private readonly authors: { id: UserId; name: string }[] = [];
  private readonly hosts: string[] = [];
  private readonly postings = new Map<PostingId, Kept>();

  constructor(
    titles: { id: PostingId; title: string }[],
    private readonly now: () => number,
  ) {
    const said = now() - 34 * DAY;
    const of: (Partial<Kept> | undefined)[] = [
      { tag: 'JobTwine', names: ['Coding', 'System design'], statedMs: said },
      { tag: 'JobTwine', names: [''], statedMs: said },
      { tag: 'JobTwine' },
      undefined,
      undefined,
      { tag: 'Jobtwine', names: ['', '', ''], statedMs: said },
      undefined,
      { tag: 'JobTwine', state: 'closed', names: [], statedMs: said },
    ];
    titles.forEach(({ id, title }, at) =>
      this.postings.set(id, { title, tag: null, state: 'published', names: null, statedMs: null, ...of[at] }),
    );
  }

  choose(kind: 'trigger' | 'neutral', stage: StageId): void {
    if (kind === 'trigger') this.stage = stage;
    else this.neutral = stage;
  }

  pinAuthor(id: UserId, name: string): void {
    this.authors.push({ id, name });
  }

  pinHost(host: string): void {
    this.hosts.push(host);
  }

  tag(id: PostingId, to: string): void {
    const kept = this.postings.get(id);
    if (kept !== undefined && to === 'JobTwine') kept.tag = to;
  }

  state(id: PostingId, rounds: StatedRound[] | null): void {
    const kept = this.postings.get(id);
    if (kept !== undefined)
      Object.assign(kept, {
        names: rounds?.map((round) => round.name) ?? null,
        minutes: rounds?.map((round) => round.minutes),
        statedMs: rounds === null ? null : this.now(),
      });
  }

  shown(stages: readonly Stage[], opportunity: JobTwineSetup['firstNote'] & object): JobTwineSetup {
    const all = [...this.postings].sort(([, a], [, b]) => a.title.localeCompare(b.title));
    const choices: StageChoice[] = stages.map(({ id, name, vendor }) => ({
      id,
      name,
      vendor: id === this.stage ? 'jobtwine' : vendor === 'jobtwine' ? null : vendor,
    }));
    const stage = stages.find((one) => one.id === this.stage) ?? null;
    return {
      stage: {
        standing: stage === null ? 'missing' : stage.name === 'JobTwine' ? 'verified' : 'renamed',
        id: stage?.id ?? null,
        name: stage?.name ?? null,
      },
      neutralStage: this.neutral,
      stages: choices,
      authors: this.authors,
      hosts: this.hosts,
      firstNote: this.hosts.includes(opportunity.host) ? null : opportunity,
      reactionAtMs: null,
      profile: null,
      postings: all.flatMap(([id, kept]) =>
        kept.tag === null
          ? []
          : [
              {
                id,
                title: kept.title,
                state: kept.state,
                tag: kept.tag,
                exact: kept.tag === 'JobTwine',
                differs: kept.tag === 'JobTwine' ? null : 'letter_case',
                stated:
                  kept.names === null
                    ? null
                    : {
                        names: kept.names,
                        minutes: kept.minutes ?? kept.names.map(() => null),
                        atMs: kept.statedMs,
                      },
                read: null,
              },
            ],
      ),
      untagged: all.flatMap(([id, kept]) => (kept.tag === null ? [{ id, title: kept.title }] : [])),
      readAtMs: this.now() - 4000,
    };
  }
}
