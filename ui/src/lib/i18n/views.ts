import type { GoneFilter } from '$lib/ipc';

const kinds: Record<string, string> = { posting: 'posting', stage: 'stage' };
const named = (gone: GoneFilter): string => {
  const kind = kinds[gone.kind] ?? 'filter';
  return gone.name === '' ? `a ${kind}` : `the ${kind} “${gone.name}”`;
};

/** Every word of saved views and of the board's filter. */
export const viewWords = {
  title: 'Saved views',
  none: 'Filter the board, then save what it shows.',
  save: 'Save view',
  count: (n: number) => `${n.toLocaleString()} ${n === 1 ? 'candidate' : 'candidates'}`,
  more: (name: string) => `Change the view ${name}`,
  rename: 'Rename…',
  up: 'Move up',
  down: 'Move down',
  delete: 'Delete',
  dialog: {
    save: 'Save what the board shows',
    rename: (name: string) => `Rename “${name}”`,
    name: 'Name of the view',
    means: 'Kept on this computer. It stands in the sidebar and in the palette.',
    doSave: 'Save view',
    doRename: 'Rename view',
    cancel: 'Cancel',
  },
  saved: (name: string) => `View “${name}” saved.`,
  deleted: (name: string) => `View “${name}” deleted.`,
  undo: 'Undo',
  opened: (name: string) => `View ${name}.`,
  noSuch: (n: number) => `There is no saved view ${n}.`,
  /** What a view names and Lever no longer has. */
  gone: (gone: readonly GoneFilter[]) => `Lever no longer has ${gone.map(named).join(' and ')}.`,
  goneRest: 'The view opened with the rest of its filters.',
  filter: {
    open: 'Filter',
    title: 'Filter the board',
    text: 'Words',
    textHint: 'Part of a name, an email, a posting, a tag or a note',
    tag: 'Tag',
    tagHint: 'Exactly as it stands in Lever',
    stages: 'Stages',
    clear: 'Clear all filters',
    close: 'Done',
    textChip: 'Words:',
    stageChip: 'Stage:',
    stages2: (n: number) => `${n} stages`,
  },
} as const;
