// Drafts save themselves: after a pause, on leaving a field, and when the page is put away.
// The server answers JSON with the new `version`; 409 means that somebody else was faster.
const PAUSE = 1500;
const RETRY = 5000;
const ARRIVAL = 1000;
const LEFT = "innoday.left-while-saving";

class Draft {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-autosave-status]");
    this.isDirty = false;
    this.saving = null;
    this.isStopped = false;
    form.addEventListener("input", () => this.touch());
    form.addEventListener("change", () => this.touch());
    form.addEventListener("focusout", () => this.save());
    form.addEventListener("submit", (event) => this.submit(event));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.putAway();
    });
    addEventListener("online", () => this.save());
  }

  touch() {
    this.isDirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
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
  }

  // The page that comes next may be this one again, read before the last save was stored.
  putAway() {
    if (this.isStopped || !(this.isDirty || this.saving)) return;
    sessionStorage.setItem(LEFT, this.form.dataset.autosave);
    this.save({ keepalive: true });
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
    this.say("saving");
    this.saving = this.send(keepalive).finally(() => {
      this.saving = null;
    });
  }

  async send(keepalive) {
    try {
      await this.take(await fetch(this.form.dataset.autosave, {
        method: "POST",
        body: this.body(),
        headers: { "X-Requested-With": "autosave", Accept: "application/json" },
        credentials: "same-origin",
        keepalive,
      }));
    } catch {
      this.again();
    }
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
      if (this.isDirty) this.touch();
    }
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
  const isBackTooSoon = sessionStorage.getItem(LEFT) === form.dataset.autosave;
  sessionStorage.removeItem(LEFT);
  if (isBackTooSoon) setTimeout(() => location.reload(), ARRIVAL);
  else new Draft(form);
});
