import type { Changes, commands, Download, FocusCard, Notice, Problem } from '$lib/ipc';

type Wire = typeof commands;
type Data<Answer> = Answer extends { status: 'ok'; data: infer D } ? D : never;

/** What the shell can be asked. A refused command rejects with a {@link Refusal}. */
export type Commands = {
  [Name in keyof Wire]: (...args: Parameters<Wire[Name]>) => Promise<Data<Awaited<ReturnType<Wire[Name]>>>>;
};

/** What the shell tells by itself. Each returns the way to stop listening. */
export interface Events {
  changes: (listener: (changes: Changes) => void) => Promise<() => void>;
  downloadChanged: (listener: (download: Download) => void) => Promise<() => void>;
  notice: (listener: (notice: Notice) => void) => Promise<() => void>;
  focusCard: (listener: (focus: FocusCard) => void) => Promise<() => void>;
  linkAsked: (listener: () => void) => Promise<() => void>;
  setupAsked: (listener: () => void) => Promise<() => void>;
}

/** The one door to the shell. */
export interface Host {
  commands: Commands;
  events: Events;
}

/** A command was refused: sentence, cause and way out for the person. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
    this.name = 'Refusal';
  }
}
