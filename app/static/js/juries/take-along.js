// A pile taken along for the train: every page of it and every document, kept on this device.
const [PAGES, FILES] = ["innoday-jury-pages", "innoday-jury-files"];
const IS_PAGE = /^\/jury\/[a-z0-9]{13}$/;

class TakeAlong {
  constructor(block) {
    this.block = block;
    this.button = block.querySelector("button");
    this.bar = block.querySelector("progress");
    this.words = block.querySelector("[data-take-words]");
    this.button.addEventListener("click", () => this.take());
  }

  get addresses() {
    const links = [...document.querySelectorAll("main a[href]")];
    return [...new Set(links.map((link) => new URL(link.href).pathname))].filter(
      (path) => IS_PAGE.test(path),
    );
  }

  async take() {
    this.button.disabled = true;
    this.files = this.failed = 0;
    const { addresses } = this;
    this.bar.max = addresses.length;
    this.bar.hidden = false;
    for (const [done, address] of addresses.entries()) {
      this.say("going", done, addresses.length);
      this.bar.value = done;
      await this.page(address).catch(() => { this.failed += 1; });
    }
    this.bar.hidden = true;
    this.button.disabled = false;
    this.say(this.failed ? "failed" : "done", addresses.length - this.failed, addresses.length);
  }

  async page(address) {
    await this.keep(PAGES, address);
    const { files } = await (await this.get(`${address}/draft`)).json();
    for (const path of files) {
      await this.keep(FILES, path);
      this.files += 1;
    }
  }

  async keep(name, address) {
    await (await caches.open(name)).put(address, await this.get(address));
  }

  async get(address) {
    const answer = await fetch(address, { cache: "no-store" });
    if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
    return answer;
  }

  say(state, done, total) {
    this.words.textContent = this.block.dataset[state]
      .replace("{done}", done).replace("{total}", total).replace("{files}", this.files);
  }
}

export function begin() {
  const block = document.querySelector("[data-take-along]");
  if (!block || !("caches" in self)) return;
  block.hidden = false;
  new TakeAlong(block);
}
