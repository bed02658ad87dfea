"""Somebody without a mouse: every stop of the keyboard must be seen, uncovered and marked."""

from playwright.sync_api import Locator, Page

MOST_STOPS = 150
# What is wrong with the element that has the focus; nothing is said when all is well.
LOOK = """() => {
  const TALL = 64; // of what is taller, a text that is written, so much is enough
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const name = one.outerHTML.slice(0, 160), wrong = [];
  const box = [...one.getClientRects()].find((each) => each.width && each.height);
  if (!box) return `${name}: has no size`;
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
  const isInView = bottom - top >= Math.min(box.height, TALL) - 1
    && box.left >= -1 && box.right <= innerWidth + 1;
  if (!isInView) wrong.push(`out of view at ${Math.round(box.top)}`);
  const isUncovered = [top + 2, (top + bottom) / 2, bottom - 2].every((y) => {
    const found = document.elementFromPoint((box.left + box.right) / 2, y);
    return found && (one.contains(found) || one.labels?.[0]?.contains(found));
  });
  if (!isUncovered) wrong.push("covered");
  const places = [one, one.nextElementSibling, one.closest(".list-link, .todo__item")];
  const isMarked = places.some((each) => {
    const style = each && getComputedStyle(each);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      && !/transparent|, 0\\)/.test(style.outlineColor);
  });
  if (!one.matches(":focus-visible") || !isMarked) wrong.push("not marked");
  return wrong.length ? `${name}: ${wrong.join(", ")}` : null;
}"""
HAS_FOCUS = "element => element === document.activeElement"


class Keyboard:
    """The keys of a page, and what the eyes of whoever presses them meet."""

    def __init__(self, page: Page):
        self.page = page
        self.problems: list[str] = []
        page.on("filechooser", lambda _: None)  # from now on, or the first may come too early

    def go_to(self, target: Locator, *, key: str = "Tab") -> None:
        """Press Tab until the target has the focus, looking at every stop on the way."""
        for _ in range(MOST_STOPS):
            if target.evaluate(HAS_FOCUS):
                return
            self.page.keyboard.press(key)
            self.look()
        message = f"{target} is not reached on {self.page.url}"
        raise AssertionError(message)

    def look(self) -> None:
        """Note what is wrong with the present stop."""
        wrong = self.page.evaluate(LOOK)
        if wrong is not None:
            self.problems.append(f"{self.page.url} {wrong}")

    def write(self, label: str, text: str) -> None:
        """Go to a field and type into it; in a list this chooses what begins so."""
        self.go_to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(text)

    def follow(self, name: str, address: str) -> None:
        """Go to a link and open it."""
        self.go_to(self.page.get_by_role("link", name=name, exact=True).first)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(address)

    def push(self, name: str, address: str, *, key: str = "Space") -> None:
        """Go to a button and press it."""
        self.go_to(self.page.get_by_role("button", name=name, exact=True).last)
        self.page.keyboard.press(key)
        self.page.wait_for_url(address)
