import type { BoardQuery, Changes, SavedView, SavedViewId } from '$lib/ipc';
import type { Commands } from '../index';
import { Refusal } from '../index';
import type { Person } from './people';

type ViewCommands = Pick<
  Commands,
  'savedViews' | 'saveView' | 'renameView' | 'deleteView' | 'restoreView' | 'orderViews'
>;

/** Every word of two letters or more is part of what is known of a person, as the shell's search has it. */
export function hasWords(person: Person, text: string): boolean {
  const known = [person.card.name, person.email ?? '', person.card.posting ?? '', ...person.tags]
    .join(' ')
    .toLocaleLowerCase();
  return text
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((word) => word.length > 1)
    .every((word) => known.includes(word));
}

const asked = (change: Partial<BoardQuery>): BoardQuery => ({
  scope: 'mine',
  postings: [],
  stages: [],
  waitingOn: null,
  tag: null,
  text: '',
  sort: 'timeOwed',
  ...change,
});

/** Saved views in the page's memory. */
export class RehearsedViews {
  private kept: { id: SavedViewId; name: string; query: BoardQuery; removed: boolean }[] = (
    [
      ['Owed by me', asked({ waitingOn: 'you' })],
      ['Waiting on candidates', asked({ waitingOn: 'candidate' })],
      ['JobTwine, everybody’s', asked({ scope: 'all', stages: ['jt-stage' as never] })],
    ] as const
  ).map(([name, query], at) => ({ id: `view-${at + 1}` as SavedViewId, name, query, removed: false }));
  private next = 10;

  constructor(
    private readonly postings: () => ReadonlySet<string>,
    private readonly count: (query: BoardQuery) => number,
    private readonly tell: (changes: Partial<Changes>) => void,
  ) {}

  private find(id: SavedViewId, removed: boolean): { name: string; removed: boolean } {
    const found = this.kept.find((one) => one.id === id && one.removed === removed);
    if (found === undefined)
      throw new Refusal({
        code: 'notFound',
        sentence: 'That saved view is gone.',
        cause: 'It was deleted.',
        wayOut: 'Save it again.',
      });
    return found;
  }

  private shown(): SavedView[] {
    const here = this.postings();
    return this.kept
      .filter((one) => !one.removed)
      .map(({ id, name, query }) => {
        const gone = query.postings.filter((posting) => !here.has(posting));
        const rest = { ...query, postings: query.postings.filter((posting) => here.has(posting)) };
        return {
          id,
          name,
          query: rest,
          gone: gone.map(() => ({ kind: 'posting', name: 'Ledger Lead' })),
          count: this.count(rest),
        };
      });
  }

  private change(work: () => void): Promise<null> {
    return Promise.resolve().then(() => {
      work();
      this.tell({ board: true });
      return null;
    });
  }

  readonly commands: ViewCommands = {
    savedViews: () => Promise.resolve().then(() => this.shown()),
    saveView: (name, query) =>
      Promise.resolve().then(() => {
        this.next += 1;
        const id = `view-${this.next}` as SavedViewId;
        this.kept.push({ id, name: name.trim(), query, removed: false });
        this.tell({ board: true });
        return id;
      }),
    renameView: (id, name) => this.change(() => (this.find(id, false).name = name.trim())),
    deleteView: (id) => this.change(() => (this.find(id, false).removed = true)),
    restoreView: (id) => this.change(() => (this.find(id, true).removed = false)),
    orderViews: (order) => this.change(() => this.kept.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id))),
  };
}
