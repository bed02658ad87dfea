// Menus are <details>: they close on Escape, on a click elsewhere, and when another opens.
// "/" goes to the search field.
const openMenus = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("focusin", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

const isTyping = (element) =>
  element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const field = document.querySelector("[data-search-field]");
  if (event.key === "/" && plain && field && !isTyping(event.target)) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});
