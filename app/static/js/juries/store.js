// A juror's saves that the server has not answered yet, in their order. Each names the version it
// was written on; one that follows another that still waits gets it when that one is answered.
const NAME = "innoday-jury";
const SAVES = "saves";
const SHEETS = "sheets"; // as the server last had them: newer than a page that was kept
const BY_ADDRESS = "address";
const LONGEST = 30 * 24 * 3600 * 1000;
export const USED = "innoday.jury"; // set on a device that has pages or saves of a juror
export const CACHES = ["innoday-jury-pages", "innoday-jury-files", "innoday-jury-assets"];

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

let opening;
function database() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      const saves = { keyPath: "number", autoIncrement: true };
      request.result.createObjectStore(SAVES, saves).createIndex(BY_ADDRESS, "address");
      request.result.createObjectStore(SHEETS, { keyPath: "address" });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opening;
}

async function inStore(mode, act) {
  const stores = [SAVES, SHEETS];
  const transaction = (await database()).transaction(stores, mode, { durability: "strict" });
  const ended = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
  const result = await act(...stores.map((name) => transaction.objectStore(name)));
  await ended;
  return result;
}

const at = (saves, address) => settled(saves.index(BY_ADDRESS).getAll(address));

// What was refused is worth no second try once something newer is there.
export const add = (save) => inStore("readwrite", async (saves) => {
  const before = await at(saves, save.address);
  const refused = before.filter(({ state }) => state === "refused");
  for (const one of refused) await settled(saves.delete(one.number));
  const [first] = refused;
  const base = before.length > refused.length ? null : (first?.base ?? save.base());
  return settled(saves.add({ ...save, base, at: Date.now(), state: "waiting" }));
});

export async function waiting(person) {
  const saves = await inStore("readonly", (store) => settled(store.getAll()));
  return saves.filter((save) => save.person === person && Date.now() - save.at < LONGEST);
}

export const of = (address) => inStore("readonly", (saves) => at(saves, address));

export const sheet = (address) => inStore(
  "readonly", (_, sheets) => settled(sheets.get(address)),
);

export const note = (save, change) => inStore(
  "readwrite", (saves) => settled(saves.put({ ...save, ...change })),
);

// The server has it: it goes, and the next one of the same scorecard builds on its version.
export const arrived = (save, version) => inStore("readwrite", async (saves, sheets) => {
  const { address, content, submit } = save;
  await settled(saves.delete(save.number));
  await settled(sheets.put({ address, content, submit, version }));
  const [next] = await at(saves, save.address);
  if (next && next.base === null) await settled(saves.put({ ...next, base: version }));
});

export const drop = (address) => inStore("readwrite", async (saves) => {
  for (const save of await at(saves, address)) await settled(saves.delete(save.number));
});

// Of what waits for a scorecard only the newest stays, now on top of the version that is there.
export const rebase = (address, base) => inStore("readwrite", async (saves) => {
  const found = await at(saves, address);
  const last = found.pop();
  for (const save of found) await settled(saves.delete(save.number));
  if (last) await settled(saves.put({ ...last, base, state: "waiting" }));
});

export async function wipe() {
  (await database()).close();
  opening = undefined;
  await settled(indexedDB.deleteDatabase(NAME));
  await Promise.all(CACHES.map((name) => caches.delete(name)));
  localStorage.removeItem(USED);
}
