// Counts down the pitch and then its questions, and up once the time is over.
const TICK = 500;
const MINUTE = 60;

function show(place, now) {
  const { talk, over, pitch, questions, late } = place.dataset;
  const [talkEnds, allEnds] = [Date.parse(talk), Date.parse(over)];
  const isLate = now >= allEnds;
  const end = now < talkEnds ? talkEnds : allEnds;
  const words = now < talkEnds ? pitch : isLate ? late : questions;
  const seconds = Math.floor(Math.abs(end - now) / 1000);
  const time = `${Math.floor(seconds / MINUTE)}:${String(seconds % MINUTE).padStart(2, "0")}`;
  place.dataset.state = isLate ? "late" : now < talkEnds ? "pitch" : "questions";
  place.textContent = `${words} ${isLate ? "+" : ""}${time}`;
}

const tick = () => document.querySelectorAll("[data-clock]").forEach(
  (place) => show(place, Date.now()),
);
setInterval(tick, TICK);
tick();
