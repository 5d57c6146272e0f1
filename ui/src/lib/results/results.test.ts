import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import App from '../../App.svelte';
import { Rehearsal } from '$lib/host/rehearsal';
import type { RatingLine } from '$lib/ipc';
import { outcomeLook, outcomes, scheduledWords, sizeWords, unsure, unsureWords } from '$lib/i18n/results';
import { asText, cityOf, dayName, otherClock, timeIn } from '$lib/agenda/clocks';
import Ratings from './Ratings.svelte';

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1152);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(690);
});

async function open(): Promise<{ host: Rehearsal; user: ReturnType<typeof userEvent.setup> }> {
  const host = new Rehearsal({ people: 120 });
  const user = userEvent.setup();
  render(App, { host });
  await screen.findAllByTestId('card');
  return { host, user };
}

async function panelOf(name: string): ReturnType<typeof open> {
  const opened = await open();
  const card = screen.getAllByTestId('card').find((one) => one.textContent.includes(name));
  if (card === undefined) throw new Error(name);
  await opened.user.click(card);
  await screen.findByTestId('feedback');
  return opened;
}

const stumbles = async (): Promise<string[]> => {
  const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  return found.violations.map((one) => `${one.id}: ${one.nodes[0]?.html.slice(0, 120)}`);
};

describe('feedback in the panel', () => {
  it('shows outcome, ratings as given and the summary, and is new once', async () => {
    const { host } = await panelOf('Oluwaseun');
    expect(screen.getByTestId('outcome').textContent).toContain('Is a good fit');
    // The vendor's own words say the same: they are not repeated.
    expect(screen.queryByTestId('outcome-words')).toBeNull();
    const ratings = screen.getAllByTestId('rating').map((one) => one.textContent.replaceAll(/\s+/g, ' ').trim());
    expect(ratings).toEqual(['System design 4/5', 'Coding 4/5', 'Communication 5/5']);
    expect(screen.getByTestId('feedback-summary').textContent).toMatch(/^“Clear about.*shedding\.”$/);
    await waitFor(() => expect(host.log.filter((line) => line.startsWith('feedback seen'))).toHaveLength(1));
    expect(screen.getByTestId('feedback-new')).toBeTruthy();
    expect(await stumbles()).toEqual([]);
  });

  it('says the vendor’s own words where they differ, and keeps earlier rounds folded', async () => {
    await panelOf('Bo Li-Marsh');
    expect(screen.getByTestId('outcome').textContent).toContain('Strongly recommended');
    expect(screen.getByTestId('outcome-words').textContent).toContain('Would hire at once');
    expect(screen.queryByTestId('feedback-new')).toBeNull();
    expect(screen.getByTestId('feedback-earlier').hasAttribute('open')).toBe(false);
    expect(await stumbles()).toEqual([]);
  });

  it('asks about an unknown host once, whatever is to be done with its link', async () => {
    const { host, user } = await panelOf('Bo Li-Marsh');
    const [latest] = screen.getAllByTestId('feedback-round');
    if (latest === undefined) throw new Error('no round');
    await user.click(within(latest).getByTestId('open-video'));
    expect(within(latest).getByTestId('ask-host').textContent).toContain('reports.example.org');
    expect(host.log.some((line) => line.startsWith('open video'))).toBe(false);
    await user.click(within(latest).getByTestId('allow-host'));
    expect(host.log.some((line) => /^open video .* true$/.test(line))).toBe(true);
  });

  it('downloads with progress, stops, resumes and shows the file', async () => {
    const { host, user } = await panelOf('Oluwaseun');
    await user.click(screen.getByTestId('download-result'));
    const [, report] = await screen.findAllByTestId('menu-item');
    if (report === undefined) throw new Error('no report');
    await user.click(report);
    expect(host.log.some((line) => line.startsWith('download report'))).toBe(true);
    const line = (): HTMLElement => screen.getByTestId('download');
    expect((await screen.findByTestId('download')).dataset['state']).toBe('running');
    expect(within(line()).getByRole('progressbar')).toBeTruthy();
    await user.click(screen.getByTestId('download-stop'));
    await waitFor(() => expect(line().dataset['state']).toBe('stopped'));
    expect(await stumbles()).toEqual([]);
    await user.click(screen.getByTestId('download-resume'));
    await waitFor(() => expect(line().dataset['state']).toBe('done'), { timeout: 8000 });
    await user.click(screen.getByTestId('download-show'));
    expect(host.log.at(-1)).toMatch(/^show \d+$/);
    await user.click(screen.getByTestId('download-forget'));
    await waitFor(() => expect(screen.queryByTestId('download')).toBeNull());
  }, 20_000);

  it('draws a scale by its points, and a long or odd one as one bar', () => {
    const rating = (tenths: number, outOfTenths: number): RatingLine => ({ asWritten: 'x', tenths, outOfTenths });
    const section = (line: RatingLine) => ({ name: 'Coding', rating: line, comment: '' });
    const { container } = render(Ratings, {
      sections: [section(rating(35, 50)), section(rating(870, 1000)), section(rating(0, 0))],
    });
    const bars = [...container.querySelectorAll('.bar')];
    expect(bars.map((bar) => bar.children.length)).toEqual([5, 1, 1]);
    // Half a point is drawn as a whole one; the number beside it is exact.
    expect(bars[0]?.querySelectorAll('.on')).toHaveLength(4);
  });
});

describe('the agenda', () => {
  it('opens by its keys, marks today and keeps what is unsure apart', async () => {
    const { user } = await open();
    await waitFor(() => expect(screen.getByTestId('agenda-today').textContent).toBe('2 today'));
    await user.keyboard('ga');
    await screen.findByTestId('agenda');
    const unsure = await screen.findByTestId('agenda-unsure');
    expect(within(unsure).getByTestId('as-written').textContent).toBe('Thu, Oct 22, 05:00 PM IST');
    expect(unsure.textContent).toContain('several zones');
    const [today] = screen.getAllByTestId('agenda-day');
    expect(today?.dataset['standing']).toBe('today');
    expect(within(today as HTMLElement).getAllByTestId('agenda-entry')).toHaveLength(3);
    expect(await stumbles()).toEqual([]);
  });

  it('saves calendar files of one and of all, and offers their folder', async () => {
    const { host, user } = await open();
    await user.keyboard('ga');
    await user.click((await screen.findAllByTestId('agenda-file'))[0] as HTMLElement);
    await user.click(screen.getByTestId('agenda-file-all'));
    expect(host.log.filter((line) => line.startsWith('calendar'))).toHaveLength(2);
    expect(host.log.at(-1)).toBe('calendar all');
    const toast = await screen.findByTestId('toast');
    await waitFor(() => expect(toast.textContent).toContain('folder for downloads'));
    await user.click(within(screen.getByTestId('toast')).getByText('Show in folder'));
    expect(host.log.at(-1)).toMatch(/^show/);
  });

  it('leads to the candidate', async () => {
    const { user } = await open();
    await user.keyboard('ga');
    await user.click((await screen.findAllByTestId('agenda-open'))[0] as HTMLElement);
    expect((await screen.findByTestId('panel-name')).textContent).toContain('Priya');
  });
});

describe('clocks', () => {
  const at = Date.UTC(2026, 9, 22, 12, 0);
  it('says the other side’s time only where it is another', () => {
    expect(timeIn(at, 'Europe/Berlin')).toBe('14:00');
    expect(otherClock(at, 'Europe/Berlin', 'Asia/Kolkata')).toBe('17:30 Kolkata');
    expect(otherClock(at, 'Europe/Berlin', 'Europe/Paris')).toBeNull();
    expect(otherClock(at, 'Europe/Berlin', 'Pacific/Auckland')).toBe('Fri 01:00 Auckland');
    expect(otherClock(at, 'Europe/Berlin', 'Not/A_Zone')).toBeNull();
    expect(otherClock(at, 'Europe/Berlin', null)).toBeNull();
    expect(cityOf('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
    expect(dayName('2026-10-22')).toBe('Thursday 22 October');
  });

  it('is copied with both clocks, and with what is not certain', () => {
    const journey = { opportunity: 'o' as never, vendor: 'jobtwine' as const, round: 1, attempt: 1 };
    const rest = { journey, posting: 'Platform SRE', lengthMinutes: null, interviewer: null, cancelled: false };
    const text = asText({
      zone: 'Europe/Berlin',
      today: 1,
      days: [
        { date: '2026-10-21', standing: 'past', entries: [] },
        {
          date: '2026-10-22',
          standing: 'today',
          entries: [
            {
              ...rest,
              name: 'Ana',
              roundName: 'Coding',
              time: { atMs: at, zone: 'Asia/Kolkata', asWritten: null, why: null },
            },
          ],
        },
      ],
      unsure: [
        { ...rest, name: '', roundName: null, time: { atMs: null, zone: null, asWritten: '5 PM', why: 'no_date' } },
      ],
    });
    expect(text).toBe(
      [
        'Times in Berlin',
        '',
        'Thursday 22 October',
        '14:00 (17:30 Kolkata)  Ana, Platform SRE. JobTwine, round 1, coding',
        '',
        'Time needs an answer',
        '5 PM (Not certain: no day is given.)  No name in Lever, Platform SRE. JobTwine, round 1',
      ].join('\n'),
    );
  });
});

describe('words', () => {
  const raw = /[a-z]_[a-z]|undefined|null|\[object/;
  it('has words for every outcome and doubt, and for new ones', () => {
    for (const code of [...Object.keys(outcomes), 'brand_new', null])
      expect(outcomeLook(code, 'Maybe').words).not.toMatch(raw);
    expect(outcomeLook('brand_new', 'Maybe').words).toBe('Maybe');
    for (const why of [...Object.keys(unsure), 'brand_new', null])
      expect(unsureWords({ atMs: null, zone: null, asWritten: null, why })).not.toMatch(raw);
  });

  it('says sizes and times shortly', () => {
    expect([0, 999, 1240, 214_000_000, 3_200_000_000].map(sizeWords)).toEqual([
      '0 B',
      '999 B',
      '1.2 kB',
      '214 MB',
      '3.2 GB',
    ]);
    expect(scheduledWords(null)).toBe('');
    expect(scheduledWords({ atMs: null, zone: null, asWritten: 'Monday 5', why: 'no_zone' })).toBe(', “Monday 5”');
    expect(scheduledWords({ atMs: new Date(2026, 9, 20, 14).getTime(), zone: null, asWritten: null, why: null })).toBe(
      ', Tue 20 Oct 14:00',
    );
  });
});
