// Shows of a registration's questions only those that apply now; the server checks no others.
const questions = [...document.querySelectorAll("[data-question]")];
const form = questions[0]?.closest("form");

const applying = (filled) => {
  const ticket = form.dataset.ticketType ?? filled.get("ticket_type");
  const byName = new Map(questions.map((one) => [one.dataset.question, one]));
  const applies = (one, seen = new Set()) => {
    const { types, dependsOn, wanted, question } = one.dataset;
    if (types && !types.split(" ").includes(ticket)) return false;
    if (!dependsOn) return true;
    const parent = byName.get(dependsOn);
    if (!parent || seen.has(question)) return false;
    return filled.getAll(dependsOn).includes(wanted) && applies(parent, seen.add(question));
  };
  return new Set(questions.filter((one) => applies(one)));
};

const show = () => {
  const now = applying(new FormData(form));
  for (const one of questions) one.hidden = !now.has(one);
};

form?.addEventListener("input", show);
if (form) show();
