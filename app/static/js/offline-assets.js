// For service workers: gives what pages are made of, from the network or as it was kept.
// An address with the hash of its content never changes; the others are asked for.
async function asset(cache, request) {
  const address = new URL(request.url);
  const assets = await caches.open(cache);
  const name = address.pathname + address.search;
  const kept = await assets.match(name);
  if (kept && (address.search || address.pathname.startsWith("/static/vendor/"))) return kept;
  try {
    const answer = await fetch(request);
    if (answer.ok) {
      await assets.delete(name, { ignoreSearch: true });
      await assets.put(name, answer.clone());
    }
    return answer;
  } catch {
    return kept ?? Response.error();
  }
}
