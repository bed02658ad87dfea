// Passkeys: a form that asks the browser for one, and sends what it says. Forms stay hidden where
// the browser has none, or where the page is not at the address that passkeys belong to.
const WAIT = 4 * 60 * 1000; // the server's question is good for five minutes
const forms = [...document.querySelectorAll("form[data-passkey]")];
let waiting = null; // the question that the address field offers to answer
let offered = null; // settles once that question is over: a browser asks one at a time

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const withIds = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

function isPossible(form) {
  const { host } = form.dataset;
  const isHere = location.hostname === host || location.hostname.endsWith(`.${host}`);
  return Boolean(globalThis.PublicKeyCredential) && host && isHere;
}

async function options(form) {
  const answer = await fetch(form.dataset.options, {
    method: "POST",
    headers: { "X-CSRFToken": form.elements.csrf_token.value, "X-Requested-With": "passkey" },
    credentials: "same-origin",
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.title);
  return said;
}

async function make(form) {
  const asked = await options(form);
  const publicKey = {
    ...asked,
    challenge: bytes(asked.challenge),
    user: { ...asked.user, id: bytes(asked.user.id) },
    excludeCredentials: withIds(asked.excludeCredentials),
  };
  const made = await navigator.credentials.create({ publicKey });
  return said(made, {
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function use(form, more = {}) {
  const asked = await options(form);
  const publicKey = {
    ...asked,
    challenge: bytes(asked.challenge),
    allowCredentials: withIds(asked.allowCredentials),
  };
  const { response, ...used } = await navigator.credentials
    .get({ publicKey, ...more })
    .then((one) => ({ id: one.id, rawId: one.rawId, type: one.type, response: one.response }));
  return said({ ...used, response }, {
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: response.userHandle ? text(response.userHandle) : null,
  });
}

function said({ id, rawId, type, response }, more) {
  const clientDataJSON = text(response.clientDataJSON);
  return JSON.stringify({ id, rawId: text(rawId), type, response: { clientDataJSON, ...more } });
}

function send(form, credential) {
  form.elements.credential.value = credential;
  form.submit();
}

async function answer(event) {
  event.preventDefault();
  const form = event.target;
  const note = form.querySelector("[data-passkey-said]");
  const button = form.querySelector("button");
  waiting?.abort();
  note.textContent = "";
  button.disabled = true;
  await offered;
  try {
    send(form, await (form.dataset.passkey === "add" ? make(form) : use(form)));
  } catch (problem) {
    button.disabled = false;
    const isCancelled = problem instanceof DOMException;
    note.textContent = isCancelled ? form.dataset.cancelled : problem.message || form.dataset.failed;
  }
}

// The browser lists passkeys under the address field, and asks for nothing before one is chosen.
async function offer(form) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  waiting = new AbortController();
  const { signal } = waiting;
  const timer = setTimeout(() => {
    waiting.abort();
    offered = offer(form);
  }, WAIT);
  try {
    send(form, await use(form, { mediation: "conditional", signal }));
  } catch {
    // Nobody chose one; the button is still there.
  }
  clearTimeout(timer);
}

for (const form of forms.filter(isPossible)) {
  form.hidden = false;
  form.addEventListener("submit", answer);
  if ("offered" in form.dataset) offered = offer(form);
}
if (forms.some(isPossible)) {
  document.querySelectorAll("[data-without-passkeys]").forEach((one) => { one.hidden = true; });
}
