// Shows after each save of a draft how far it is: the answer of the autosave brings the points.
const box = document.querySelector("[data-completeness]");

function point({ field, text }) {
  const link = Object.assign(document.createElement("a"), { href: `#f-${field}`, textContent: text });
  const item = document.createElement("li");
  item.append(link);
  return item;
}

function show({ done, total, missing, advice }) {
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
}

if (box) {
  document.addEventListener("autosave:saved", ({ detail }) => {
    if (detail.total !== undefined) show(detail);
  });
}
