// What must survive a reload: the queue of scans in IndexedDB, and where this phone stands.
const NAME = "innoday-scanner";
const QUEUE = "queue";
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
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(QUEUE, { keyPath: "client_id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

async function inQueue(mode, act) {
  const transaction = (await database()).transaction(QUEUE, mode, { durability: "strict" });
  const result = settled(act(transaction.objectStore(QUEUE)));
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
  return result;
}

export const keep = (scan) => inQueue("readwrite", (store) => store.put(scan));
export const forget = (clientId) => inQueue("readwrite", (store) => store.delete(clientId));
export const countWaiting = () => inQueue("readonly", (store) => store.count());

export async function waiting() {
  const scans = await inQueue("readonly", (store) => store.getAll());
  return scans.sort((a, b) => a.scanned_at.localeCompare(b.scanned_at));
}

const read = (key) => JSON.parse(localStorage.getItem(key) ?? "null");
const write = (key, value) => localStorage.setItem(key, JSON.stringify(value));

export const door = () => read(DOOR);
export const setDoor = (value) => write(DOOR, value);
export const taste = () => read(TASTE) ?? {};
export const setTaste = (change) => write(TASTE, { ...taste(), ...change });
