// What was typed and is not saved yet, kept on this device until the server has answered.
// Each page that is open keeps its own, so that two tabs with the same draft do not mix.
const PREFIX = "innoday.unsaved ";
const POSTED = "innoday.posted";
const LONGEST = 30 * 24 * 3600 * 1000;
const BROKEN = 400;
const NOT_TYPED = new Set(["csrf_token", "version"]);
const mine = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;

export const typedIn = (form) => [...new FormData(form)].filter(
  ([name, value]) => typeof value === "string" && !NOT_TYPED.has(name),
);

// The server trims what it keeps, and forms write ends of lines in two ways.
const bare = (typed) => JSON.stringify(
  typed.map(([name, value]) => [name, value.replaceAll("\r\n", "\n").trim()]),
);
export const isSame = (one, other) => Boolean(one && other) && bare(one) === bare(other);

// Without storage, as in some private windows, the page still saves; it only keeps nothing.
function attempt(work, otherwise = null) {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

const keyOf = (address) => `${PREFIX}${address} ${mine}`;
const remove = (key) => attempt(() => localStorage.removeItem(key));

let isSigningOut = false;

export const keep = (address, entry) => isSigningOut || attempt(
  () => localStorage.setItem(keyOf(address), JSON.stringify({ ...entry, at: Date.now() })),
);
export const forget = (address) => remove(keyOf(address));

const keysOf = (start) => attempt(() => Object.keys(localStorage), []).filter(
  (key) => key.startsWith(start),
);

// Take what earlier pages, or other tabs, left of a draft; the newest first.
export function left(address) {
  const found = keysOf(`${PREFIX}${address} `).map((key) => ({
    key, ...attempt(() => JSON.parse(localStorage.getItem(key)), {}),
  }));
  const young = found.filter((entry) => Date.now() - entry.at < LONGEST && entry.now);
  found.filter((entry) => !young.includes(entry)).forEach(({ key }) => remove(key));
  return young.sort((one, other) => other.at - one.at);
}
export const drop = (entry) => remove(entry.key);

// A form that was sent is saved once a page answers; an error is no answer.
export const notePosted = (address) => attempt(
  () => sessionStorage.setItem(POSTED, keyOf(address)),
);
function forgetPosted() {
  const key = sessionStorage.getItem(POSTED);
  sessionStorage.removeItem(POSTED);
  const [visit] = performance.getEntriesByType("navigation");
  if (key && visit?.responseStatus && visit.responseStatus < BROKEN) remove(key);
}

export function fill(form, typed) {
  const values = new Map(typed.map(([name]) => [name, []]));
  for (const [name, value] of typed) values.get(name).push(value);
  for (const field of form.elements) {
    if (!field.name || field.disabled || ["hidden", "file", "submit"].includes(field.type)) continue;
    const given = values.get(field.name) ?? [];
    if (["checkbox", "radio"].includes(field.type)) {
      field.checked = given.includes(field.value);
    } else if (field.multiple && field.options) {
      for (const one of field.options) one.selected = given.includes(one.value);
    } else if (given.length) {
      field.value = given.shift();
    } else continue;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

attempt(forgetPosted);
// Whoever signs out leaves nothing on the device.
document.addEventListener("submit", ({ target }) => {
  if (target.getAttribute("action") !== "/sign-out") return;
  isSigningOut = true;
  keysOf(PREFIX).forEach(remove);
});
