// A scorecard that saves itself, with or without a network: every change is kept on this device
// first and then goes to the server in its order. Nothing is overwritten without being shown.
import * as unsaved from "../unsaved.js";
import { Conflict } from "./conflict.js";
import * as store from "./store.js";
import { Undo } from "./undo.js";

const PAUSE = 1500;

export class Sheet {
  constructor(form, queue) {
    this.form = form;
    this.queue = queue;
    this.address = form.dataset.sheet;
    this.conflict = new Conflict(form, queue);
    queue.addEventListener("numbered", ({ detail }) => this.numbered(detail));
    queue.addEventListener("arrived", ({ detail }) => this.arrived(detail));
    queue.addEventListener("stuck", ({ detail }) => this.stuck(detail));
    this.begin();
  }

  async begin() {
    await this.findNewer();
    this.kept = unsaved.typedIn(this.form);
    await this.findWaiting();
    this.findLeft();
    new Undo(this.form);
    for (const kind of ["input", "change"]) {
      this.form.addEventListener(kind, ({ target }) => this.touch(target));
    }
    this.form.addEventListener("submit", (event) => this.submit(event));
    document.addEventListener("visibilitychange", () => this.save());
    addEventListener("pagehide", () => this.save());
    this.form.dataset.ready = "";
  }

  // A page that was kept is older than what went from this device to the server since.
  async findNewer() {
    const sheet = await store.sheet(this.address);
    if (!sheet || sheet.version <= Number(this.version.value)) return;
    unsaved.fill(this.form, sheet.content);
    this.version.value = sheet.version;
    if (sheet.submit) this.waitForHandIn();
  }

  // What this device knows that the server did not when it made the page.
  async findWaiting() {
    const saves = await store.of(this.address);
    const last = saves.at(-1);
    if (!last) return;
    const problem = saves.find((save) => save.state !== "waiting");
    unsaved.fill(this.form, last.content);
    this.kept = unsaved.typedIn(this.form);
    if (problem) this.conflict.show(problem);
    else if (last.submit) this.waitForHandIn();
  }

  // Typed in the moment before the page was closed.
  findLeft() {
    const [last] = unsaved.left(this.address);
    if (!last) return;
    unsaved.drop(last);
    if (unsaved.isSame(last.now, this.kept)) return;
    unsaved.fill(this.form, last.now);
    this.save(() => last.base);
  }

  get version() {
    return this.form.elements.namedItem("version");
  }

  touch(target) {
    const now = unsaved.typedIn(this.form);
    unsaved.keep(this.address, { now, base: this.version.value });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), target.type === "radio" ? 0 : PAUSE);
  }

  // The version is asked for as the save is kept: another may have arrived until then.
  async save(base = () => this.version.value, submit = false) {
    clearTimeout(this.timer);
    const content = unsaved.typedIn(this.form);
    if (!submit && unsaved.isSame(content, this.kept)) return;
    this.kept = content;
    this.conflict.forgive();
    await this.queue.add({ address: this.address, base, content, submit });
    if (unsaved.isSame(unsaved.typedIn(this.form), content)) unsaved.forget(this.address);
  }

  numbered({ save, answer }) {
    if (save.address === this.address) this.version.value = answer.version;
  }

  arrived({ save, answer }) {
    if (save.address === this.address && save.submit) location.assign(answer.goes_to);
  }

  async stuck({ save, status }) {
    if (save.address !== this.address) return;
    if (save.submit && status === 422) await this.showErrors(save);
    else this.conflict.show(save);
  }

  // What is missing is said by the page itself, at its fields.
  async showErrors(save) {
    await store.drop(this.address);
    this.version.value = save.base;
    this.post();
  }

  post() {
    const name = document.createElement("input");
    Object.assign(name, { type: "hidden", name: "submit", value: "1" });
    this.form.append(name);
    this.form.submit();
  }

  async submit(event) {
    if (event.submitter?.name !== "submit") return;
    event.preventDefault();
    await this.save(undefined, true);
    await this.queue.flush();
    if (this.queue.network !== "on") this.waitForHandIn();
  }

  waitForHandIn() {
    const note = this.form.querySelector("[data-sheet-later]");
    note.hidden = false;
    note.scrollIntoView({ block: "nearest" });
  }
}
