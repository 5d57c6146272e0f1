/** What a screen reader hears about moves and results. */
export class Announcer {
  text = $state('');

  say(text: string): void {
    // The same sentence twice is only read twice if it differs: a no-break space does.
    this.text = this.text === text ? `${text}\u00a0` : text;
  }
}
