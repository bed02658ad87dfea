// Two devices changed the same scorecard, or the server would not take a change: both are shown,
// and the juror says which one stays.
import * as unsaved from "../unsaved.js";
import * as store from "./store.js";

const labelled = (form, name, value) => {
  const fields = [...form.elements].filter((field) => field.name === name);
  const field = fields.find((one) => one.type === "radio" && one.value === value) ?? fields[0];
  const title = field?.closest("fieldset")?.querySelector("legend")?.textContent
    ?? field?.labels?.[0]?.textContent ?? name;
  return title.trim();
};

export class Conflict {
  constructor(form, queue) {
    this.form = form;
    this.queue = queue;
    this.address = form.dataset.sheet;
    this.block = form.querySelector("[data-sheet-conflict]");
    this.refusal = form.querySelector("[data-sheet-refused]");
    this.on("keep-mine", () => this.keepMine());
    this.on("take-theirs", () => this.takeTheirs());
    this.on("drop", () => this.takeTheirs());
  }

  on(act, work) {
    this.form.querySelector(`[data-sheet-act="${act}"]`)?.addEventListener("click", work);
  }

  async show(save) {
    if (save.state === "refused") {
      this.refusal.hidden = false;
      this.refusal.querySelector("[data-sheet-words]").textContent = save.words ?? "";
      return;
    }
    this.theirs = await this.read();
    if (!this.theirs) return;
    const mine = (await store.of(this.address)).at(-1)?.content ?? [];
    this.compare(mine, this.theirs.fields);
    this.block.hidden = false;
    this.block.scrollIntoView({ block: "nearest" });
  }

  // Something newer goes instead of what was refused.
  forgive() {
    this.refusal.hidden = true;
  }

  async read() {
    const answer = await fetch(this.address, { cache: "no-store" }).catch(() => null);
    return answer?.ok ? answer.json() : null;
  }

  compare(mine, theirs) {
    const [own, other] = [new Map(mine), new Map(theirs)];
    const rows = [...new Set([...own.keys(), ...other.keys()])]
      .filter((name) => (own.get(name) ?? "") !== (other.get(name) ?? ""))
      .map((name) => this.row(name, own.get(name), other.get(name)));
    this.block.querySelector("tbody").replaceChildren(...rows);
  }

  row(name, own, other) {
    const row = document.createElement("tr");
    const head = row.appendChild(document.createElement("th"));
    head.scope = "row";
    head.textContent = labelled(this.form, name, own ?? other);
    for (const text of [own, other]) {
      row.appendChild(document.createElement("td")).textContent = text || "–";
    }
    return row;
  }

  async keepMine() {
    await store.rebase(this.address, this.theirs.version);
    this.block.hidden = true;
    this.queue.flush();
  }

  async takeTheirs() {
    await store.drop(this.address);
    unsaved.left(this.address).forEach(unsaved.drop);
    unsaved.forget(this.address);
    location.reload();
  }
}
