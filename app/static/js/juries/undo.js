// A slip of the thumb can be taken back for ten seconds, without looking for it.
const SHOWN = 10000;

export class Undo {
  constructor(form) {
    this.form = form;
    this.bar = document.querySelector("[data-undo]");
    this.before = new Map([...new FormData(form)]);
    this.form.addEventListener("change", ({ target }) => this.offer(target));
    this.bar.querySelector("button").addEventListener("click", () => this.takeBack());
  }

  offer({ name, type, value }) {
    const before = this.before.get(name) ?? "";
    this.before.set(name, value);
    if (before === value) return;
    this.last = { name, before };
    const words = type === "radio" ? this.bar.dataset.level : this.bar.dataset.text;
    this.bar.querySelector("[data-undo-words]").textContent = words
      .replace("{before}", before || "–").replace("{after}", value);
    this.bar.hidden = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.bar.hidden = true; }, SHOWN);
  }

  takeBack() {
    const { name, before } = this.last;
    const fields = [...this.form.elements].filter((field) => field.name === name);
    for (const field of fields) {
      if (field.type === "radio") field.checked = field.value === before;
      else field.value = before;
    }
    this.before.set(name, before);
    this.bar.hidden = true;
    const [field] = fields;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    (fields.find((one) => one.checked) ?? field).focus({ preventScroll: true });
  }
}
