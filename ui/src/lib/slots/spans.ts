import type { SlotSpan } from '$lib/ipc';

/** A piece of the text with what was found in it; `kind` is null between the finds. */
export interface Piece {
  text: string;
  kind: SlotSpan['kind'] | null;
}

/** The text in pieces, so that the finds can be marked. Spans that do not fit the text are left out. */
export function pieces(text: string, spans: readonly SlotSpan[]): Piece[] {
  const cut: Piece[] = [];
  let at = 0;
  for (const span of spans) {
    if (span.start < at || span.end > text.length || span.end <= span.start) continue;
    if (span.start > at) cut.push({ text: text.slice(at, span.start), kind: null });
    cut.push({ text: text.slice(span.start, span.end), kind: span.kind });
    at = span.end;
  }
  if (at < text.length) cut.push({ text: text.slice(at), kind: null });
  return cut;
}

/**
 * Where the spans of `before` lie in `after` until it has been read: those in front of the edit stay, those behind it
 * move along, those it touches are gone.
 */
export function moved(spans: readonly SlotSpan[], before: string, after: string): SlotSpan[] {
  if (before === after) return [...spans];
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const by = after.length - before.length;
  return spans.flatMap((span) => {
    if (span.end <= head) return [span];
    if (span.start >= before.length - tail) return [{ ...span, start: span.start + by, end: span.end + by }];
    return [];
  });
}
