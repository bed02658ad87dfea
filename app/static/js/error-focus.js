// After a refused form the reader is at the summary, and each of its links goes into its field.
// Whoever came by such a link from another page is in the field already.
if (!document.querySelector(":target")) document.querySelector("[data-error-summary]")?.focus();

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  const place = field.closest(".field") ?? field;
  place.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
});
