// Tabs that do not fit start where the reader is.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const tabs = tab.closest(".tabs");
  const [outer, inner] = [tabs.getBoundingClientRect(), tab.getBoundingClientRect()];
  if (inner.right > outer.right || inner.left < outer.left) {
    tabs.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
  }
}
