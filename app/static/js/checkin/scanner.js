// The scanner: pairs the phone, then turns codes from camera, keyboard or reader into verdicts.
import { Camera } from "./camera.js";
import { Link, Refused, call } from "./link.js";
import { Screen } from "./screen.js";
import { keepAwake, signal, wake } from "./signals.js";
import { door, setDoor, setTaste, taste } from "./store.js";

const SAME = 3000; // a badge held before the camera is one scan
const SLOW = 300; // after this the screen says that it is checking
const KEY_GAP = 300; // readers type faster than people

const root = document.querySelector("[data-scanner]");
const words = JSON.parse(document.getElementById("scanner-words").textContent);
const screen = new Screen(root, words);
const link = new Link({
  changed: (state) => screen.state(state),
  answered: (result) => screen.note(result),
});
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

async function check(code) {
  const here = door();
  if (!here) return;
  const slow = setTimeout(() => screen.checking(), SLOW);
  try {
    const { scan, result } = await link.scan(here.secret, code);
    clearTimeout(slow);
    if (result) screen.result(result);
    else screen.saved(scan);
    signal(result?.verdict ?? "saved");
  } catch {
    clearTimeout(slow);
    screen.say(words.noStorage);
  }
}

async function pair(code) {
  history.replaceState(null, "", location.pathname);
  screen.mode("pairing");
  try {
    setDoor(await call("/devices/pair", { body: { code }, patience: 15000 }));
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

const acts = {
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
