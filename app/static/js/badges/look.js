// Shows badges as the form says, before anything is saved.
const form = document.querySelector("form[data-look]");
const frame = document.querySelector("[data-preview]");

function show() {
  const asked = new URLSearchParams(new FormData(form));
  asked.delete("csrf_token");
  asked.set("framed", "1");
  frame.src = `${form.dataset.look}?${asked}`;
}

if (frame) form.addEventListener("change", show);
