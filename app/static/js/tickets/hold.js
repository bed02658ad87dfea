// Has the place held that a registration form asks for, from the moment somebody begins to fill it in.
const form = document.querySelector("form[data-hold]");
const status = form?.querySelector("[data-hold-status]");
let asked = "";
let over = 0;

const chosen = () => {
  const filled = new FormData(form);
  return { ticket: filled.get("ticket_type") ?? "", addOns: filled.getAll("add_ons") };
};

const say = (words) => {
  status.textContent = words ?? "";
};

const hold = async () => {
  const { ticket, addOns } = chosen();
  const wanted = [ticket, ...addOns].join(" ");
  if (!ticket || wanted === asked) return;
  asked = wanted;
  const body = new URLSearchParams({
    csrf_token: form.elements.csrf_token.value,
    client_key: form.elements.client_key.value,
    ticket_type: ticket,
    access_code: form.elements.access_code?.value ?? "",
    proof: form.elements.proof?.value ?? "",
  });
  for (const one of addOns) body.append("add_ons", one);
  const headers = { "X-Requested-With": "hold" };
  const answer = await fetch(form.dataset.hold, { method: "POST", body, headers }).catch(() => null);
  clearTimeout(over);
  if (!answer?.ok) {
    say(answer ? (await answer.json().catch(() => null))?.title : "");
    return;
  }
  const { minutes } = await answer.json();
  say(status.dataset.held.replace("{minutes}", minutes));
  over = setTimeout(() => say(status.dataset.gone), minutes * 60_000);
};

form?.addEventListener("input", hold);
