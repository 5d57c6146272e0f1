import type {
  ArchiveReasonChoice,
  BulkMove,
  Card,
  DockItem,
  NoteLine,
  PostingChoice,
  SavedView,
  Seat,
  TagProgress,
  TemplateChoice,
  WrittenTags,
} from './bindings';

/** The wire types, generated from the shell. */
export type * from './bindings';

export type OpportunityId = Card['id'];
export type StageId = Card['stage'];
export type PostingId = PostingChoice['id'];
export type UserId = Seat['user'];
export type IntentId = DockItem['pending']['intent'];
export type SavedViewId = SavedView['id'];
export type NoteId = NoteLine['id'];
export type ArchiveReasonId = ArchiveReasonChoice['id'];
export type BatchId = BulkMove['batch'];
export type TagRunId = TagProgress['run'];
export type TagWriteId = WrittenTags['write'];
export type TemplateId = TemplateChoice['id'];
