import type { Problem } from '$lib/ipc';
import { commands, events } from '../ipc/bindings';
import { type Commands, type Host, Refusal } from './index';

type Answer = { status: 'ok'; data: unknown } | { status: 'error'; error: Problem };

/** A refusal becomes a rejection, so that every caller has one way for all failures. */
function asking(command: (...args: never[]) => Promise<Answer>): (...args: never[]) => Promise<unknown> {
  return async (...args) => {
    const answer = await command(...args);
    if (answer.status === 'error') throw new Refusal(answer.error);
    return answer.data;
  };
}

/** The shell behind the window. */
export const tauriHost: Host = {
  commands: Object.fromEntries(Object.entries(commands).map(([name, command]) => [name, asking(command)])) as Commands,
  events: {
    changes: (listener) => events.changes.listen((event) => listener(event.payload)),
    downloadChanged: (listener) => events.downloadChanged.listen((event) => listener(event.payload)),
    notice: (listener) => events.notice.listen((event) => listener(event.payload)),
    focusCard: (listener) => events.focusCard.listen((event) => listener(event.payload)),
    linkAsked: (listener) => events.linkAsked.listen(() => listener()),
    setupAsked: (listener) => events.setupAsked.listen(() => listener()),
  },
};
