// Says how much of a text's limit is used, while it is typed; grows fields where CSS cannot.
import * as count from "./counting.js";

const growsByItself = CSS.supports("field-sizing", "content");

function show(field) {
  const note = document.getElementById(`${field.id}-count`);
  if (!note) return;
  const inWords = Boolean(field.dataset.maxWords);
  const max = Number(inWords ? field.dataset.maxWords : field.dataset.maxLength);
  const n = count[inWords ? "words" : "characters"](field.value);
  const isOver = n > max;
  note.dataset.state = isOver ? "over" : "";
  note.textContent = note.dataset[isOver ? "over" : "left"]
    .replace("{n}", n)
    .replace("{max}", max)
    .replace("{over}", n - max);
}

function grow(field) {
  if (growsByItself) return;
  field.rows = Math.max(field.rows, Math.min(30, field.value.split("\n").length + 1));
}

const LIMITED = "[data-max-words], [data-max-length]";
document.querySelectorAll(LIMITED).forEach(show);
document.addEventListener("input", (event) => {
  if (event.target.matches(LIMITED)) show(event.target);
  if (event.target.matches("[data-autosize]")) grow(event.target);
});
