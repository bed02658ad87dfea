// Whoever signs out leaves nothing of a jury on the device. What still waits is sent first; what
// cannot be sent is thrown away only when the juror says so.
const USED = "innoday.jury";

async function leave(form, person) {
  const [{ Queue }, store] = await Promise.all([import("./queue.js"), import("./store.js")]);
  await new Queue(person).flush();
  const left = await store.waiting(person);
  const words = form.dataset.waiting.replace("{count}", left.length);
  if (left.length && !confirm(words)) return;
  await store.wipe();
  form.submit();
}

document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("action") !== "/sign-out") return;
  const person = localStorage.getItem(USED);
  if (!person) return;
  event.preventDefault();
  leave(event.target, person);
});
