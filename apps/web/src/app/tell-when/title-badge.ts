/** Keeps "(2) " before the page's title while there is news that nobody has looked at; pages go on writing their own titles. */
export class TitleBadge {
  #count = 0;
  #observer: MutationObserver | undefined;

  set(count: number): void {
    this.#count = count;
    if (count > 0 && this.#observer === undefined) {
      this.#observer = new MutationObserver(() => this.#write());
      this.#observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    }
    if (count === 0) {
      this.#observer?.disconnect();
      this.#observer = undefined;
    }
    this.#write();
  }

  #write(): void {
    const bare = document.title.replace(/^\(\d+\) /, '');
    const title = this.#count === 0 ? bare : `(${this.#count}) ${bare}`;
    if (title !== document.title) document.title = title;
  }
}
