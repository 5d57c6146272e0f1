import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import App from '../../App.svelte';
import { Refusal } from '$lib/host';
import { Rehearsal } from '$lib/host/rehearsal';
import type { OpportunityId, SlotSpan, SlotWall } from '$lib/ipc';
import { clockFace, dayWords, otherSpan, wallSpan, weekWords } from '$lib/i18n/slots';
import { WeekDrag } from './drag.svelte';
import { moved, pieces } from './spans';
import { drawn, parts, px, resized, shifted } from './week';

const NOW = Date.parse('2026-10-20T09:42:00Z');
const PASTED =
  'Hi Marta! I could do Mon 26 9–10:30am, Tue 27th 1pm to 3pm, or Wed between 4 and 5:30. Thursday morning also works. Fri 8–9am?';

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1152);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(690);
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('spans in a text that is being edited', () => {
  const span = (start: number, end: number): SlotSpan => ({ start, end, kind: 'found' });

  it('cut the text without losing a letter', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 6 }), (text, pairs) => {
        const spans = pairs.map(([start, length]) => span(start, start + length));
        expect(
          pieces(text, spans)
            .map((one) => one.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  it('keep their words wherever the edit is', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (head, words, tail, typed) => {
        fc.pre(words !== '');
        const before = `${head}|${words}|${tail}`;
        const found = span(head.length + 1, head.length + 1 + words.length);
        for (const after of [`${typed}${before}`, `${before}${typed}`]) {
          for (const kept of moved([found], before, after)) expect(after.slice(kept.start, kept.end)).toBe(words);
        }
        expect(moved([found], before, `${before}!`)).toEqual([found]);
      }),
    );
  });

  it('are gone where the edit touched them', () => {
    expect(moved([span(0, 3), span(5, 8)], 'Mon, Tue', 'Mun, Tue')).toEqual([span(5, 8)]);
  });
});

describe('drawing on the week', () => {
  const wall = (startMinute: number, endMinute: number): SlotWall => ({ date: '2026-10-26', startMinute, endMinute });

  it('snaps to quarters and means the shortest slot by a press', () => {
    expect(drawn(547, 612, 60)).toEqual({ start: 540, end: 615 });
    expect(drawn(612, 547, 60)).toEqual({ start: 540, end: 615 });
    expect(drawn(550, 550, 60)).toEqual({ start: 540, end: 600 });
  });

  it('keeps the length when a slot is moved, and a quarter of an hour when it is shortened', () => {
    fc.assert(
      fc.property(
        fc.nat(95),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: -3000, max: 3000 }),
        (at, long, by) => {
          const held = wall(at * 15, (at + long) * 15);
          const to = shifted(held, by);
          expect(to.end - to.start).toBe(long * 15);
          expect(to.start >= 0 && to.start < 1440 && to.start % 15 === 0).toBe(true);
          for (const edge of ['start', 'end'] as const) {
            const sized = resized(held, edge, by);
            expect(sized.end - sized.start).toBeGreaterThanOrEqual(15);
            expect(edge === 'start' ? sized.end : sized.start).toBe(
              edge === 'start' ? held.endMinute : held.startMinute,
            );
          }
        },
      ),
    );
  });

  it('shows a slot over midnight on both days', () => {
    expect(parts(wall(1380, 1500), ['2026-10-26', '2026-10-27'])).toEqual([
      { date: '2026-10-26', start: 1380, end: 1440, rest: false },
      { date: '2026-10-27', start: 0, end: 60, rest: true },
    ]);
    expect(parts(wall(1380, 1500), ['2026-10-26'])).toHaveLength(1);
  });

  it('changes nothing before the pointer is lifted, and nothing by a press on a slot', () => {
    const draw = vi.fn();
    const put = vi.fn();
    const drag = new WeekDrag(() => 60, draw, put);
    drag.begin({ date: '2026-10-26', minute: 550 });
    drag.to({ date: '2026-10-27', minute: 700 });
    expect(drag.ghost).toEqual({ date: '2026-10-26', start: 540, end: 705 });
    expect(draw).not.toHaveBeenCalled();
    drag.drop();
    expect(draw).toHaveBeenCalledWith('2026-10-26', 540, 705);
    const times = { startMs: 0, endMs: 0, candidate: wall(540, 600), recruiter: wall(840, 900) };
    const line = { key: 'k', number: 1, words: null, question: null, usualLength: false, times };
    drag.take(line, 'whole', { date: '2026-10-26', minute: 570 });
    drag.drop();
    expect(put).not.toHaveBeenCalled();
    drag.take(line, 'whole', { date: '2026-10-26', minute: 570 });
    drag.to({ date: '2026-10-28', minute: 600 });
    drag.drop();
    expect(put).toHaveBeenCalledWith(line, { start: 570, end: 630 }, '2026-10-28');
  });

  it('says days and times without the computer’s own zone', () => {
    expect(dayWords('2026-10-26')).toBe('Mon 26');
    expect(weekWords('2026-11-30', '2026-12-04')).toBe('30 Nov – 4 Dec 2026');
    expect(wallSpan(wall(1380, 1500))).toBe('23:00–01:00');
    expect(otherSpan(wall(60, 120), '2026-10-25')).toBe('Mon 26 01:00–02:00');
    expect(clockFace(NOW, -300)).toBe('04:42');
    expect(clockFace(NOW, 330)).toBe('15:12');
    expect(px(60)).toBe(43);
  });
});

interface Open {
  user: ReturnType<typeof userEvent.setup>;
  host: Rehearsal;
  id: OpportunityId;
}

/** Opens the editor from the card, as a recruiter does. */
async function editor(text = PASTED): Promise<Open> {
  const user = userEvent.setup();
  const host = new Rehearsal({ people: 120, now: () => NOW });
  render(App, { host });
  const cards = await screen.findAllByTestId('card');
  const card = cards.find((one) => one.textContent.includes('Θαλασσινοπούλου'));
  card?.focus();
  await user.keyboard('s');
  const field = await screen.findByTestId('slots-text');
  if (text !== '') {
    field.focus();
    await user.paste(text);
    await screen.findAllByTestId('slot-line');
  }
  return { user, host, id: (card?.dataset['id'] ?? '') as OpportunityId };
}
const send = (): HTMLElement => screen.getByTestId('slots-send');
const lines = (): string[] => screen.queryAllByTestId('slot-line').map((one) => one.textContent);

describe('the slot editor', () => {
  it('marks what was found and numbers it', async () => {
    await editor();
    const marks = [...screen.getByTestId('slots-marks').querySelectorAll('mark')];
    expect(marks.map((mark) => mark.textContent)).toContain('Mon 26 9–10:30am');
    expect(marks.filter((mark) => mark.dataset['kind'] === 'question').map((mark) => mark.textContent)).toEqual([
      'Wed between 4 and 5:30',
      'Thursday morning',
    ]);
    expect(lines()).toHaveLength(3);
    expect(screen.getAllByTestId('week-slot')).toHaveLength(3);
  });

  it('sends nothing before the guessed zone is confirmed', async () => {
    const { user, host, id } = await editor();
    expect(screen.getByTestId('slots-obstacle').dataset['code']).toBe('zone_unconfirmed');
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(host.log.filter((one) => one.startsWith('slots'))).toEqual([]);
    await user.click(screen.getByTestId('slots-confirm-zone'));
    await waitFor(() => expect(send()).not.toHaveProperty('disabled', true));
    await user.click(send());
    await waitFor(() => expect(host.log).toContain(`slots ${id} 3 America/Chicago`));
    expect(screen.queryByTestId('slots')).toBeNull();
    expect(await screen.findByTestId('toast')).toBeTruthy();
  });

  it('is answered with a number key, and asks again when the answer is taken back', async () => {
    const { user } = await editor();
    const first = (): HTMLElement | null => screen.queryAllByTestId('slot-question')[0] ?? null;
    first()?.querySelector<HTMLElement>('[data-answer]')?.focus();
    await user.keyboard('1');
    await waitFor(() => expect(screen.getAllByTestId('slot-question')).toHaveLength(1));
    const answered = lines().find((line) => line.includes('Wed between'));
    expect(answered).toContain('16:00–17:30');
    const again = screen.getByRole('button', { name: /Ask again/ });
    await user.click(again);
    await waitFor(() => expect(screen.getAllByTestId('slot-question')).toHaveLength(2));
    first()?.querySelector<HTMLElement>('[data-answer]')?.focus();
    await user.keyboard('3');
    await waitFor(() => expect(screen.getAllByTestId('slot-question')).toHaveLength(1));
    expect(lines().some((line) => line.includes('Wed between'))).toBe(false);
  });

  it('is drawn, moved, lengthened and taken out by keys', async () => {
    const { user } = await editor('');
    screen.getByTestId('slots-add').focus();
    await user.keyboard('n');
    const block = (): HTMLElement => screen.getByTestId('week-slot');
    await waitFor(() => expect(document.activeElement).toBe(block()));
    const label = (): string => block().getAttribute('aria-label') ?? '';
    const before = label();
    await user.keyboard('{ArrowDown}');
    await waitFor(() => expect(label()).toContain('09:15 to 10:15'));
    await user.keyboard('{Shift>}{ArrowDown}{/Shift}');
    await waitFor(() => expect(label()).toContain('09:15 to 10:30'));
    await user.keyboard('{ArrowRight}');
    await waitFor(() => expect(label().split(',')[1]).not.toBe(before.split(',')[1]));
    await waitFor(() => expect(document.activeElement).toBe(block()));
    await user.keyboard('{Delete}');
    await waitFor(() => expect(screen.queryByTestId('week-slot')).toBeNull());
  });

  it('keeps what was typed when it is closed, and forgets it when it was sent', async () => {
    const { user } = await editor('Mon 26 9–10:30am');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByTestId('slots')).toBeNull());
    const again = async (): Promise<HTMLTextAreaElement> => {
      const cards = await screen.findAllByTestId('card');
      cards.find((one) => one.textContent.includes('Θαλασσινοπούλου'))?.focus();
      await user.keyboard('s');
      return screen.findByTestId<HTMLTextAreaElement>('slots-text');
    };
    expect((await again()).value).toBe('Mon 26 9–10:30am');
    await user.click(await screen.findByTestId('slots-confirm-zone'));
    await waitFor(() => expect(send()).not.toHaveProperty('disabled', true));
    await user.click(send());
    await waitFor(() => expect(screen.queryByTestId('slots')).toBeNull());
    expect((await again()).value).toBe('');
  });

  it('says when the candidate was faster, and sends nothing then', async () => {
    const { user, host, id } = await editor();
    await user.click(screen.getByTestId('slots-confirm-zone'));
    await waitFor(() => expect(send()).not.toHaveProperty('disabled', true));
    host.slotsChange(id, { stage: 'scheduled' });
    expect(await screen.findByTestId('slots-scheduled')).toBeTruthy();
    expect(send()).toHaveProperty('disabled', true);
  });

  it('sends through the vendor where it takes slots, and keeps everything when it refuses', async () => {
    const { user, host, id } = await editor('Mon 26 9–10:30am');
    host.slotsChange(id, { sends: true, link: { host: 'elsewhere.example', pinned: false, notedAtMs: null } });
    await user.click(screen.getByTestId('slots-confirm-zone'));
    await waitFor(() => expect(send().textContent).toContain('Send 1 slot to JobTwine'));
    await waitFor(() => expect(send()).not.toHaveProperty('disabled', true));
    const refusal = new Refusal({
      code: 'vendorUnavailable',
      sentence: 'Not taken.',
      cause: 'Refused.',
      wayOut: 'Again.',
    });
    const once = vi.spyOn(host.commands, 'sendSlots').mockRejectedValueOnce(refusal);
    await user.click(send());
    expect((await screen.findByTestId('toast')).textContent).toContain('Not taken.');
    expect(screen.getByTestId<HTMLTextAreaElement>('slots-text').value).toBe('Mon 26 9–10:30am');
    once.mockResolvedValueOnce({ slots: 1, sent: true, noted: false, noteProblem: 'No permission.' });
    await user.click(send());
    await waitFor(() => expect(screen.queryByTestId('slots')).toBeNull());
    await user.click(within(screen.getByTestId('toast')).getByRole('button', { name: 'Dismiss' }));
    await waitFor(() =>
      expect(screen.getByTestId('toast').textContent).toMatch(/1 slot sent to JobTwine\..*No permission\./),
    );
  });

  it('asks once before a host that is not known is opened', async () => {
    const { user, host, id } = await editor('Mon 26 9–10:30am');
    host.slotsChange(id, { link: { host: 'elsewhere.example', pinned: false, notedAtMs: null } });
    await user.click(screen.getByTestId('slots-confirm-zone'));
    await waitFor(() => expect(send()).not.toHaveProperty('disabled', true));
    await user.click(send());
    const allow = await screen.findByTestId('slots-allow-host');
    expect(host.log.filter((one) => one.startsWith('slots'))).toEqual([]);
    expect(allow.textContent).toContain('elsewhere.example');
    await user.click(allow);
    await waitFor(() => expect(host.log).toContain(`slots ${id} 1 America/Chicago allowed`));
  });

  it('finds a zone by its city', async () => {
    const { user } = await editor();
    await user.click(screen.getByTestId('slots-change-zone'));
    await user.type(screen.getByTestId('zone-search'), 'kolk{Enter}');
    await waitFor(() => expect(screen.getByTestId('slots-zone').dataset['zone']).toBe('Asia/Kolkata'));
    expect(screen.getByTestId('slots-zone').dataset['confirmed']).toBe('true');
  });

  it('makes nobody stumble', async () => {
    const { user } = await editor();
    await user.click(screen.getByTestId('slots-change-zone'));
    await within(screen.getByTestId('zone-picker')).findAllByRole('option');
    const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
    expect(found.violations.map((one) => `${one.id}: ${one.nodes[0]?.html.slice(0, 160) ?? ''}`)).toEqual([]);
  });

  it('does not open where nobody wants slots', async () => {
    const user = userEvent.setup();
    render(App, { host: new Rehearsal({ people: 120, now: () => NOW }) });
    const cards = await screen.findAllByTestId('card');
    cards.find((one) => one.textContent.includes('Ruairí'))?.focus();
    await user.keyboard('s');
    expect(await screen.findByTestId('toast')).toBeTruthy();
    expect(screen.queryByTestId('slots')).toBeNull();
  });
});
