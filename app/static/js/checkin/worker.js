// Opens the scanner without a network. Everything else that it does without one is in its page.
importScripts("/static/js/offline-assets.js");

const PAGE = "innoday-scan-page";
const ASSETS = "innoday-scan-assets";
const PATIENCE = 2500;

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function page(request) {
  const pages = await caches.open(PAGE);
  const kept = await pages.match("/scan");
  try {
    const answer = await fetch(request, kept && { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.ok && !answer.redirected) await pages.put("/scan", answer.clone());
    return answer.ok || !kept ? answer : kept;
  } catch {
    return kept ?? Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname === "/scan") event.respondWith(page(request));
  else if (pathname.startsWith("/static/")) event.respondWith(asset(ASSETS, request));
});
