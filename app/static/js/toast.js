// Toasts: what the server flashed, and what scripts say with `say(text, tone)`.
// Good news leaves after a while unless somebody is on it; the rest waits to be closed.
const region = document.querySelector("[data-toasts]");
const STAY = 8000;
const ICONS = { good: "check-circle", warn: "alert", bad: "alert", info: "info" };
const SVG = "http://www.w3.org/2000/svg";

function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = svg.appendChild(document.createElementNS(SVG, "use"));
  use.setAttribute("href", `${region.dataset.icons}#${name}`);
  return svg;
}

function prepare(toast) {
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button button--quiet button--icon";
  close.setAttribute("aria-label", region.dataset.close);
  close.append(icon("x"));
  close.addEventListener("click", () => toast.remove());
  toast.append(close);
  if (toast.matches(".toast--good, .toast--info")) leaveLater(toast);
}

function leaveLater(toast) {
  const tryToLeave = () => {
    if (toast.matches(":hover, :focus-within")) setTimeout(tryToLeave, 2000);
    else toast.remove();
  };
  setTimeout(tryToLeave, STAY);
}

export function say(text, tone = "info") {
  if (!region) return;
  const toast = document.createElement("div");
  toast.className = `toast toast--${tone}`;
  const words = document.createElement("p");
  words.className = "toast__text";
  words.textContent = text;
  toast.append(icon(ICONS[tone] ?? "info"), words);
  prepare(toast);
  region.append(toast);
}

region?.querySelectorAll("[data-toast]").forEach(prepare);
document.addEventListener("toast", (event) => say(event.detail.text, event.detail.tone));
