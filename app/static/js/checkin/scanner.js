// The scanner: pairs the phone, then turns codes from camera, keyboard or reader into verdicts.
import { Camera } from "./camera.js";
import { Knowledge } from "./knowledge.js";
import { Link, Refused, asFile, call } from "./link.js";
import { Screen } from "./screen.js";
import { Search } from "./search.js";
import { newId } from "../new-id.js";
import { keepAwake, signal, wake } from "./signals.js";
import {
  door, fact, keep, nextNumber, setDoor, setFact, setTaste, taste, waiting, wipe,
} from "./store.js";

const SAME = 3000; // a badge held before the camera is one scan
const SLOW = 300; // after this the screen says that it is checking
const BY_HAND = "by hand"; // what stands for the code where a supervisor found somebody by name
const KEY_GAP = 300; // readers type faster than people

const root = document.querySelector("[data-scanner]");
const words = JSON.parse(document.getElementById("scanner-words").textContent);
const screen = new Screen(root, words);
const link = new Link({
  changed: (state) => screen.state(state),
  answered: (result) => screen.note(result),
  wiped: () => {
    knowledge.forget();
    screen.forget();
  },
});
const knowledge = new Knowledge({
  ask: (path) => link.ask(path, door()?.secret),
  changed: (bundle) => screen.knows(bundle),
  doubled: async (all) => screen.doubled(all, (await fact("seen")) ?? 0),
});
const search = new Search(screen, knowledge.people, (person, note) => check(BY_HAND, { person, note }));
const WORKER = "/scan/worker.js";
let camera;
let lastCode = "";
let lastSeen = 0;

function seen(code) {
  const now = performance.now();
  const isSame = code === lastCode && now - lastSeen < SAME;
  lastCode = code;
  lastSeen = now;
  if (!isSame) check(code);
}

// The phone decides by itself; the server has the last word and corrects the screen. Only where the
// phone knows nothing of a ticket is the server asked first.
async function check(code, { person, note } = {}) {
  const here = door();
  if (!here) return;
  const clientId = newId();
  const direction = way();
  const judged = knowledge.isReady && knowledge.judge(code, direction, clientId, person?.ticket);
  const said = await (judged || Promise.resolve(null)).catch(() => null);
  const isSure = said && !(said.reason === "unknown" && link.online);
  try {
    const told = isSure ? said : null;
    const scan = await write({ clientId, code, direction, here, person, note, said: told });
    if (!isSure) return await askFirst(scan, said);
    show(scan, said);
    const result = await link.send(scan);
    if (result) correct(said, result);
  } catch {
    screen.say(words.noStorage);
  }
}

async function write({ clientId, code, direction, here, person, note, said }) {
  const scan = {
    client_id: clientId,
    code,
    direction,
    scanned_at: new Date().toISOString(),
    told: said?.verdict ?? null,
    sequence: await nextNumber(),
    ticket_id: person?.id,
    note,
    was_full: said?.reason === "full",
    secret: here.secret,
    gate: here.gate_id,
    device: here.device_id,
  };
  await keep(scan, said?.pass);
  if (said?.pass) knowledge.remember(said.pass);
  return scan;
}

async function askFirst(scan, said) {
  const slow = setTimeout(() => screen.checking(), SLOW);
  const result = await link.send(scan);
  clearTimeout(slow);
  if (result) screen.result(result);
  else if (said) show(scan, said);
  else screen.saved(scan);
  if (result || !said) signal(result?.verdict ?? "saved");
}

function show(scan, said) {
  const { previous, ...rest } = said;
  screen.result({
    ...rest,
    client_id: scan.client_id,
    scanned_at: scan.scanned_at,
    previous_at: previous && new Date(previous.at).toISOString(),
    previous_gate: previous?.gate ?? "",
  });
  signal(said.verdict);
}

function correct(said, result) {
  if (said.verdict === result.verdict) {
    screen.note(result);
    return;
  }
  screen.result(result);
  signal(result.verdict);
}

async function pair(code) {
  history.replaceState(null, "", location.pathname);
  screen.mode("pairing");
  try {
    const place = await call("/devices/pair", { body: { code }, patience: 15000 });
    await wipe();
    setDoor(place);
    navigator.storage?.persist?.();
    start();
  } catch (error) {
    screen.mode(door() ? "ready" : "unpaired");
    screen.say(error instanceof Refused ? words.pairingOver : words.pairingFailed);
  }
}

async function start() {
  const here = door();
  if (!here) {
    screen.mode("unpaired");
    return;
  }
  screen.mode("ready");
  screen.say("");
  screen.text("gate", here.gate_name);
  screen.text("event", here.event_name);
  link.drain();
  await knowledge.load().catch(() => {});
  knowledge.begin();
  keepAwake();
  await startCamera(taste().camera);
}

async function startCamera(deviceId) {
  if (!isSecureContext) {
    screen.mode("ready");
    screen.say(words.insecure);
    return;
  }
  camera ??= new Camera(screen.part("video"), { ...root.dataset, found: seen });
  try {
    await camera.start(deviceId);
    screen.mode("scanning");
    screen.part("light").hidden = !camera.hasLight;
    screen.part("turn").hidden = (await camera.others()).length < 2;
  } catch (error) {
    if (deviceId && error.name === "OverconstrainedError") {
      setTaste({ camera: null });
      await startCamera();
      return;
    }
    screen.mode("ready");
    screen.say(error.name === "NotAllowedError" ? words.cameraRefused : words.noCamera);
  }
}

async function turnCamera() {
  const all = await camera.others();
  const now = all.findIndex((one) => one.deviceId === camera.track?.getSettings().deviceId);
  const next = all[(now + 1) % all.length]?.deviceId;
  setTaste({ camera: next });
  await startCamera(next);
}

function mirror(isLeft) {
  root.dataset.hand = isLeft ? "left" : "right";
  screen.part("hand").setAttribute("aria-pressed", String(isLeft));
}

const way = () => (screen.part("way").getAttribute("aria-pressed") === "true" ? "out" : "in");

// The first page came before the worker was there, so it and what it is made of are kept now.
async function openWithoutNetwork() {
  if (!("serviceWorker" in navigator) || !("caches" in self)) return;
  await navigator.serviceWorker.register(WORKER, { scope: "/scan" });
  await navigator.serviceWorker.ready;
  const { worker, reader, wasm } = root.dataset;
  const parts = performance.getEntriesByType("resource").map(({ name }) => name);
  const own = parts.filter((name) => new URL(name).pathname.startsWith("/static/"));
  await keepAll("innoday-scan-assets", [worker, reader, wasm, ...own]);
  await keepAll("innoday-scan-page", ["/scan"]);
  root.dataset.offline = "ready";
}

async function keepAll(name, addresses) {
  const cache = await caches.open(name);
  const paths = addresses.map((address) => new URL(address, location.href));
  const missing = [];
  for (const { pathname, search } of paths) {
    if (!(await cache.match(pathname + search))) missing.push(pathname + search);
  }
  await cache.addAll([...new Set(missing)]);
}

// Where the way to the server is lost for good, the scans go by file; they stay here as well.
async function handOver() {
  const here = door();
  const file = new Blob([JSON.stringify(asFile(here, await waiting()))], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `scans-${here.device_name.replace(/[^\p{L}\p{N}]+/gu, "-")}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), SAME);
}

const acts = {
  way: (button) => {
    const isOut = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(isOut));
    screen.text("way-word", isOut ? words.out : words.in);
  },
  start: () => startCamera(taste().camera),
  turn: turnCamera,
  light: async (button) => {
    const isOn = button.getAttribute("aria-pressed") !== "true";
    await camera.light(isOn);
    button.setAttribute("aria-pressed", String(isOn));
  },
  hand: () => {
    const isLeft = root.dataset.hand !== "left";
    setTaste({ isLeft });
    mirror(isLeft);
  },
  seen: async () => {
    await setFact("seen", screen.doubles);
    screen.part("doubled").hidden = true;
  },
  handOver,
  search: () => search.start(),
  type: () => {
    screen.part("typing").showModal();
    screen.part("typed").value = "";
  },
};

root.addEventListener("click", (event) => {
  wake();
  const button = event.target.closest("[data-act]");
  if (button) acts[button.dataset.act](button);
});

screen.part("typing-form").addEventListener("submit", () => {
  const code = screen.part("typed").value;
  if (code.trim()) check(code.trim());
});

// Readers on a cable or by Bluetooth are keyboards that end with Enter.
let keys = "";
let keyAt = 0;
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, dialog") || event.ctrlKey || event.metaKey || event.altKey) return;
  const now = performance.now();
  if (now - keyAt > KEY_GAP) keys = "";
  keyAt = now;
  if (event.key === "Enter" && keys.length >= 5) {
    event.preventDefault();
    seen(keys);
    keys = "";
  } else if (event.key.length === 1) {
    if (event.key === " " && keys) event.preventDefault();
    keys += event.key;
  }
});

function pairingCode() {
  return new URLSearchParams(location.hash.slice(1)).get("pair");
}

function begin() {
  const code = pairingCode();
  if (code) pair(code);
  else start();
}

addEventListener("hashchange", () => pairingCode() && begin());
mirror(Boolean(taste().isLeft));
link.say(navigator.onLine);
begin();
openWithoutNetwork().catch(() => {});
