// data-poll="URL" keeps a part of the page fresh: every data-poll-seconds (20), while it is seen,
// and never under the reader's focus. The answer is the part's new content.
async function refresh(part) {
  if (document.visibilityState !== "visible" || part.contains(document.activeElement)) return;
  try {
    const response = await fetch(part.dataset.poll, {
      headers: { "HX-Request": "true", Accept: "text/html" },
      credentials: "same-origin",
    });
    if (!response.ok || response.redirected) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    if (part.innerHTML === fresh.body.innerHTML) return;
    part.replaceChildren(...fresh.body.childNodes);
  } catch {
    // Offline: the next round tries again.
  }
}

for (const part of document.querySelectorAll("[data-poll]")) {
  setInterval(() => refresh(part), Number(part.dataset.pollSeconds || 20) * 1000);
}
