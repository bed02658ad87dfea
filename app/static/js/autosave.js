// Drafts save themselves: after a pause, on leaving a field, and when the page is put away.
// The server answers JSON with the new `version`; 409 means that somebody else was faster.
// Until it has answered, what was typed is kept on this device too, and offered when it comes back.
import * as unsaved from "./unsaved.js";

const PAUSE = 1500;
const RETRY = 5000;
const ARRIVAL = 1000;
const LEFT = "innoday.left-while-saving";

// The steps of one draft are saved at addresses of their own, but share its version.
const nameOf = (form) => form.dataset.draft ?? form.dataset.autosave;

class Draft {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-autosave-status]");
    this.isDirty = false;
    this.saving = null;
    this.isStopped = false;
    this.saved = unsaved.typedIn(form); // as the server has it
    this.sent = null; // as it was sent and is not answered yet
    form.addEventListener("input", () => this.touch());
    form.addEventListener("change", () => this.touch());
    form.addEventListener("focusout", () => this.save());
    form.addEventListener("submit", (event) => this.submit(event));
    document.addEventListener("visibilitychange", () => {
      this.isAway = document.visibilityState === "hidden";
      if (this.isAway) this.putAway();
    });
    addEventListener("pagehide", () => this.leave());
    addEventListener("online", () => this.save());
    document.addEventListener("click", (event) => this.follow(event));
    this.findLeft();
  }

  get address() {
    return this.form.dataset.autosave;
  }

  touch() {
    this.isDirty = true;
    this.keep();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  keep() {
    const { saved, sent } = this;
    unsaved.keep(this.address, { saved, sent, now: unsaved.typedIn(this.form) });
  }

  // What a page that was closed too early left: goes on by itself if nothing else was saved since.
  findLeft() {
    const here = this.saved;
    const [last] = unsaved.left(this.address).filter((entry) => {
      if (!unsaved.isSame(entry.now, here)) return true;
      unsaved.drop(entry);
      return false;
    });
    if (!last) return;
    if (unsaved.isSame(last.saved, here) || unsaved.isSame(last.sent, here)) this.goOn(last);
    else this.offer(last);
  }

  goOn(entry) {
    unsaved.fill(this.form, entry.now);
    unsaved.drop(entry);
    this.isDirty = true;
    this.keep();
    this.save();
  }

  offer(entry) {
    const block = this.form.querySelector("[data-autosave-left]");
    if (!block) return;
    block.hidden = false;
    block.querySelector("[data-autosave-use]").addEventListener("click", () => {
      block.hidden = true;
      this.goOn(entry);
    }, { once: true });
    block.querySelector("[data-autosave-drop]").addEventListener("click", () => {
      block.hidden = true;
      unsaved.drop(entry);
    }, { once: true });
  }

  // A save on its way would make the version that the form brings an old one: let it arrive first.
  async submit(event) {
    const { submitter } = event;
    if (this.saving) {
      event.preventDefault();
      await this.saving;
      this.stop();
      this.form.requestSubmit(submitter);
    }
    this.stop();
    unsaved.notePosted(this.address);
  }

  // A link to another page waits for the save; where that is refused, the reader stays and sees why.
  async follow(event) {
    const link = event.target.closest("a[href]");
    const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey);
    if (!link || !isPlain || link.target || link.hasAttribute("download")) return;
    if (link.getAttribute("href").startsWith("#") || event.defaultPrevented) return;
    if (this.isStopped || !(this.isDirty || this.saving)) return;
    event.preventDefault();
    do {
      this.save();
      await this.saving;
    } while (this.isDirty && this.status?.dataset.state === "saved");
    if (this.status?.dataset.state === "saved") location.assign(link.href);
  }

  // The page that comes next may be this one again, read before the last save was stored.
  // What was typed while a save was on its way goes right after it.
  putAway() {
    if (this.isStopped || !(this.isDirty || this.saving)) return;
    sessionStorage.setItem(LEFT, nameOf(this.form));
    this.save({ keepalive: true });
  }

  // Nobody will be here for the answer to the save on its way. Without it this one counts; after
  // it this one comes too late, and is found on this device when the draft is opened again.
  leave() {
    if (this.isStopped || !this.isDirty) return;
    if (!this.saving) {
      this.putAway();
      return;
    }
    sessionStorage.setItem(LEFT, nameOf(this.form));
    this.stop();
    this.post(true).catch(() => {});
  }

  stop() {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  body() {
    const data = new FormData(this.form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return new URLSearchParams(data);
  }

  save({ keepalive = false } = {}) {
    if (!this.isDirty || this.saving || this.isStopped) return;
    clearTimeout(this.timer);
    this.isDirty = false;
    this.sent = unsaved.typedIn(this.form);
    this.keep();
    this.say("saving");
    this.hasMore = false;
    this.saving = this.send(keepalive).finally(() => {
      this.saving = null;
      if (this.hasMore) this.save({ keepalive: true });
    });
  }

  async send(keepalive) {
    try {
      await this.take(await this.post(keepalive));
    } catch {
      this.again();
    }
  }

  post(keepalive) {
    return fetch(this.address, {
      method: "POST",
      body: this.body(),
      headers: { "X-Requested-With": "autosave", Accept: "application/json" },
      credentials: "same-origin",
      keepalive,
    });
  }

  async take(response) {
    if (response.status === 409) {
      this.stop();
      this.say("conflict");
    } else if (response.status >= 400 && response.status < 500 && response.status !== 429) {
      this.say("invalid");
    } else if (!response.ok || response.redirected) {
      this.again();
    } else {
      const answer = await response.json().catch(() => ({}));
      const version = this.form.elements.namedItem("version");
      if (version && answer.version !== undefined) version.value = answer.version;
      this.form.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true, detail: answer }));
      this.say("saved");
      this.settle();
    }
  }

  settle() {
    this.saved = this.sent;
    this.sent = null;
    if (!this.isDirty) unsaved.forget(this.address);
    else if (this.isAway) this.hasMore = true;
    else this.touch();
  }

  again() {
    this.isDirty = true;
    this.say("retry");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), RETRY);
  }

  say(state) {
    if (!this.status) return;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    this.status.dataset.state = state;
    this.status.textContent = (this.status.dataset[state] ?? "").replace("{time}", time);
  }
}

document.querySelectorAll("form[data-autosave]").forEach((form) => {
  const isBackTooSoon = sessionStorage.getItem(LEFT) === nameOf(form);
  sessionStorage.removeItem(LEFT);
  if (isBackTooSoon) setTimeout(() => location.reload(), ARRIVAL);
  else new Draft(form);
});
