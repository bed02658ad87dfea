// Shows after each save of a draft how far it is: the answer of the autosave brings the points.
const box = document.querySelector("[data-completeness]");

function point({ url, text }) {
  const link = Object.assign(document.createElement("a"), { href: url, textContent: text });
  const item = document.createElement("li");
  item.append(link);
  return item;
}

function show({ done, total, missing, advice, steps }) {
  const bar = box.querySelector("progress");
  bar.value = done;
  bar.max = total;
  const words = box.dataset.text.replace("{done}", done).replace("{total}", total);
  box.querySelector(".progress__text").textContent = words;
  for (const [name, points] of Object.entries({ missing, advice })) {
    const part = box.querySelector(`[data-part="${name}"]`);
    part.hidden = points.length === 0;
    part.querySelector("ul").replaceChildren(...points.map(point));
  }
  for (const [step, note] of Object.entries(steps)) {
    document.querySelector(`[data-step="${step}"] [data-note]`).textContent = note;
  }
}

if (box) {
  document.addEventListener("autosave:saved", ({ detail }) => {
    if (detail.total !== undefined) show(detail);
  });
}
