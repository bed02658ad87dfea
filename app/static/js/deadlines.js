// Adds the reader's own time to a deadline, where their clock shows another than the event's.
// No module: it runs where it stands at the end of the page, so that nothing moves once it is drawn.
{
  const language = document.documentElement.lang || "en";
  const written = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });

  const offsetHere = (instant) => {
    const minutes = -instant.getTimezoneOffset();
    if (!minutes) return "UTC";
    const rest = Math.abs(minutes) % 60;
    const hours = Math.floor(Math.abs(minutes) / 60);
    return `UTC${minutes < 0 ? "-" : "+"}${hours}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`;
  };

  for (const place of document.querySelectorAll("time[data-deadline]")) {
    const instant = new Date(place.dateTime);
    if (place.textContent.endsWith(`, ${offsetHere(instant)})`)) continue;
    const own = document.createElement("span");
    own.className = "own-time";
    own.textContent = place.dataset.yours.replace("{time}", written.format(instant));
    place.append(" ", own);
  }
}
