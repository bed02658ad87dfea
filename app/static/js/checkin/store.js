// What must survive a reload: the queue of scans, what the phone decides with, where it stands.
const NAME = "innoday-scanner";
const [QUEUE, TICKETS, PASSES, FACTS] = ["queue", "tickets", "passes", "facts"];
const DOOR = "innoday.door";
const TASTE = "innoday.scanner";

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

let opening;
function database() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 2);
    request.onupgradeneeded = ({ oldVersion }) => {
      const made = request.result;
      if (oldVersion < 1) made.createObjectStore(QUEUE, { keyPath: "client_id" });
      made.createObjectStore(TICKETS, { keyPath: "tag" }).createIndex("part", "part");
      made.createObjectStore(PASSES, { keyPath: "client_id" });
      made.createObjectStore(FACTS);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

// What is written together is there together, or not at all; it is on the disk when this is done.
async function within(names, mode, act) {
  const transaction = (await database()).transaction(names, mode, { durability: "strict" });
  const ended = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
  const result = await act(...names.map((name) => transaction.objectStore(name)));
  await ended;
  return result;
}

const reading = (name, act) => within([name], "readonly", (store) => settled(act(store)));

// A scan and what it changes are kept before anybody is told what came of it.
export const keep = (scan, pass) =>
  within([QUEUE, PASSES], "readwrite", async (queue, passes) => {
    queue.put(scan);
    if (pass) passes.put(pass);
  });
export const forget = (ids) =>
  within([QUEUE], "readwrite", async (queue) => ids.forEach((id) => queue.delete(id)));
export const countWaiting = () => reading(QUEUE, (store) => store.count());

export async function waiting() {
  const scans = await reading(QUEUE, (store) => store.getAll());
  return scans.sort((a, b) => a.scanned_at.localeCompare(b.scanned_at));
}

export const allTickets = () => reading(TICKETS, (store) => store.getAll());
export const allPasses = () => reading(PASSES, (store) => store.getAll());
export const keepPasses = (passes) =>
  within([PASSES], "readwrite", async (store) => passes.forEach((pass) => store.put(pass)));
export const fact = (name) => reading(FACTS, (store) => store.get(name));
export const setFact = (name, value) =>
  within([FACTS], "readwrite", async (store) => { store.put(value, name); });

export const keepPart = ({ part, digest, tickets }) =>
  within([TICKETS, FACTS], "readwrite", async (store, facts) => {
    const gone = await settled(store.index("part").getAllKeys(part));
    gone.forEach((tag) => store.delete(tag));
    tickets.forEach((ticket) => store.put({ ...ticket, part }));
    facts.put(digest, `part ${part}`);
  });

// A phone that may scan no more forgets everybody; what it has not sent yet it keeps.
export const wipe = () =>
  within([TICKETS, PASSES, FACTS], "readwrite", async (...stores) =>
    stores.forEach((store) => store.clear()));

let numbering = Promise.resolve();
// The number of this phone's next scan: a gap tells the server that one never came.
export function nextNumber() {
  numbering = numbering.then(async () => {
    const number = ((await fact("number")) ?? 0) + 1;
    await setFact("number", number);
    return number;
  });
  return numbering;
}

const read = (key) => JSON.parse(localStorage.getItem(key) ?? "null");
const write = (key, value) => localStorage.setItem(key, JSON.stringify(value));

export const door = () => read(DOOR);
export const setDoor = (value) => write(DOOR, value);
export const taste = () => read(TASTE) ?? {};
export const setTaste = (change) => write(TASTE, { ...taste(), ...change });
