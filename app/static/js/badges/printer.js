// The page beside a printer: once started it takes one badge after the other and prints it. A
// browser that prints without asking (kiosk printing) needs nobody there.
const LOOK = 1000; // how often it looks whether something waits
const SPOOL = 3000; // a badge is with the printer, or a window asks how to print it

const place = document.querySelector("[data-printer][data-on]");
const frame = document.querySelector("[data-badge]");

const press = (name) => document.querySelector(`[data-${name}]`).form.requestSubmit();

function whenDone(done) {
  setTimeout(() => {
    if (document.hasFocus()) done();
    else addEventListener("focus", done, { once: true });
  }, SPOOL);
}

function printIt() {
  frame.contentWindow.focus();
  frame.contentWindow.print();
  whenDone(() => press("printed"));
}

function takeWhatWaits() {
  const waiting = Number(document.querySelector("[data-in-queue]").dataset.inQueue);
  if (waiting > 0) press("next");
  else setTimeout(takeWhatWaits, LOOK);
}

if (place && frame) frame.addEventListener("load", printIt, { once: true });
else if (place) takeWhatWaits();
