// Drafts save themselves: after a pause, on leaving a field, and when the page is put away.
// The server answers JSON with the new `version`; 409 means that somebody else was faster.
const PAUSE = 1500;
const RETRY = 5000;

class Draft {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-autosave-status]");
    this.isDirty = false;
    this.isSaving = false;
    this.isStopped = false;
    form.addEventListener("input", () => this.touch());
    form.addEventListener("change", () => this.touch());
    form.addEventListener("focusout", () => this.save());
    form.addEventListener("submit", () => this.stop());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.save({ keepalive: true });
    });
    addEventListener("online", () => this.save());
  }

  touch() {
    this.isDirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
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

  async save({ keepalive = false } = {}) {
    if (!this.isDirty || this.isSaving || this.isStopped) return;
    clearTimeout(this.timer);
    this.isSaving = true;
    this.isDirty = false;
    this.say("saving");
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
    } finally {
      this.isSaving = false;
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

document.querySelectorAll("form[data-autosave]").forEach((form) => new Draft(form));
