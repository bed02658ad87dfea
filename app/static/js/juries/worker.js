// Keeps the pages that a juror opened readable without a network. It changes nothing: what is
// written goes through the queue of the page. Pages and documents come from the network first.
importScripts("/static/js/offline-assets.js");

const PAGES = "innoday-jury-pages";
const FILES = "innoday-jury-files";
const ASSETS = "innoday-jury-assets";
const OFFLINE = "/jury/offline";
const PATIENCE = 4000;
const GONE = new Set([401, 403, 404, 410]);
const IS_PAGE = /^\/jury(\/[a-z0-9]{13}|\/offline)?$/;
const IS_FILE = /^\/jury\/[a-z0-9]{13}\/files\/[a-z0-9]{13}$/;

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// With a copy at hand a slow network is not waited for.
function inTime(answer, kept) {
  if (!kept) return answer;
  return Promise.race([
    answer,
    new Promise((_, late) => { setTimeout(() => late(new Error("slow")), PATIENCE); }),
  ]);
}

// A way to the sign-in page means that the person is gone, and so is what was kept for them.
async function keepPage(pages, path, answer) {
  if (answer.ok && !answer.redirected) await pages.put(path, answer.clone());
  else if (answer.type === "opaqueredirect" || answer.redirected) {
    await Promise.all([caches.delete(PAGES), caches.delete(FILES)]);
  } else if (GONE.has(answer.status)) await pages.delete(path);
}

async function page(request, path) {
  const pages = await caches.open(PAGES);
  const kept = await pages.match(path);
  try {
    const answer = await inTime(fetch(request), kept);
    await keepPage(pages, path, answer);
    return answer;
  } catch {
    return kept ?? (await pages.match(OFFLINE)) ?? Response.error();
  }
}

async function file(request, path) {
  const files = await caches.open(FILES);
  const kept = await files.match(path);
  try {
    const answer = await inTime(fetch(request), kept);
    if (GONE.has(answer.status)) await files.delete(path);
    return answer;
  } catch {
    return kept ?? Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  const { pathname } = address;
  if (IS_PAGE.test(pathname)) event.respondWith(page(request, pathname));
  else if (IS_FILE.test(pathname)) event.respondWith(file(request, pathname));
  else if (pathname.startsWith("/static/")) event.respondWith(asset(ASSETS, request));
});
