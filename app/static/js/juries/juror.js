// A juror's pages: what they save goes through the queue, what they read stays readable.
import { Queue } from "./queue.js";
import { Sheet } from "./sheet.js";
import { State } from "./state.js";
import * as takeAlong from "./take-along.js";

const WORKER = "/jury/worker.js";
const PAGES = "innoday-jury-pages";
const OFFLINE = "/jury/offline";

// The first page came before the worker was there, so it and what it is made of are kept now.
async function keepThis() {
  if (!("serviceWorker" in navigator) || !("caches" in self)) return;
  await navigator.serviceWorker.register(WORKER, { scope: "/jury" });
  await navigator.serviceWorker.ready;
  const pages = await caches.open(PAGES);
  for (const path of [location.pathname, OFFLINE]) {
    if (!(await pages.match(path))) await pages.add(path);
  }
  if (navigator.serviceWorker.controller === null) {
    await new Promise((claimed) => {
      navigator.serviceWorker.addEventListener("controllerchange", claimed, { once: true });
    });
  }
  const parts = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const own = parts.filter(({ pathname }) => pathname.startsWith("/static/"));
  await Promise.all(own.map((address) => fetch(address)));
  document.documentElement.dataset.offline = "ready";
}

function switchParts() {
  const links = [...document.querySelectorAll("[data-switch] a")];
  const parts = links.map((link) => document.querySelector(link.getAttribute("href")));
  const show = (chosen) => links.forEach((link, number) => {
    if (number === chosen) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    parts[number].dataset.isShown = number === chosen;
  });
  links.forEach((link, number) => link.addEventListener("click", (event) => {
    event.preventDefault();
    show(number);
    scrollTo({ top: 0 });
  }));
  const isError = document.querySelector("[data-error-summary]");
  if (links.length) show(isError || location.hash === "#scorecard-part" ? 1 : 0);
}

const place = document.querySelector("[data-juror]");
const queue = new Queue(place.dataset.juror);
document.querySelectorAll("[data-queue]").forEach((element) => new State(element, queue));
const form = document.querySelector("form[data-sheet]");
if (form) new Sheet(form, queue);
switchParts();
takeAlong.begin();
queue.flush();
keepThis().catch(() => {});
