// Shows what was chosen: name, size, a small picture, and a way to take it back.
const UNITS = ["B", "KB", "MB", "GB"];

function size(bytes) {
  const step = bytes ? Math.min(3, Math.floor(Math.log10(bytes) / 3)) : 0;
  const number = bytes / 1000 ** step;
  return `${number.toLocaleString(document.documentElement.lang, { maximumFractionDigits: step ? 1 : 0 })} ${UNITS[step]}`;
}

function preview(file) {
  const image = document.createElement("img");
  image.className = "file__preview";
  image.alt = "";
  image.src = URL.createObjectURL(file);
  image.addEventListener("load", () => URL.revokeObjectURL(image.src));
  return image;
}

function part(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function keepOnly(input, files) {
  const kept = new DataTransfer();
  files.forEach((file) => kept.items.add(file));
  input.files = kept.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  input.focus();
}

function row(input, file, words) {
  const max = Number(input.dataset.maxMb || 0);
  const isTooLarge = max > 0 && file.size > max * 1e6;
  const item = part("li", `file__item${isTooLarge ? " file__item--bad" : ""}`, "");
  if (/^image\/(png|jpeg|webp)$/.test(file.type)) item.append(preview(file));
  const said = isTooLarge
    ? words.tooLarge.replace("{name}", file.name).replace("{max}", max)
    : size(file.size);
  const remove = part("button", "button button--quiet button--small", "×");
  remove.type = "button";
  remove.setAttribute("aria-label", words.remove.replace("{name}", file.name));
  remove.addEventListener("click", () =>
    keepOnly(input, [...input.files].filter((other) => other !== file)),
  );
  item.append(part("span", "file__name", file.name), part("span", "file__size", said), remove);
  return item;
}

document.addEventListener("change", (event) => {
  const field = event.target.closest("[data-file-field]");
  if (!field || event.target.type !== "file") return;
  const rows = [...event.target.files].map((file) => row(event.target, file, field.dataset));
  field.querySelector("[data-file-list]").replaceChildren(...rows);
});
