// What a verdict sounds and feels like: told apart without looking.
const TONES = {
  green: [[880, 0, 0.09], [1320, 0.1, 0.16]],
  amber: [[520, 0, 0.14], [520, 0.22, 0.14]],
  red: [[190, 0, 0.5]],
  saved: [[660, 0, 0.08]],
};
const WAVES = { green: "sine", amber: "triangle", red: "square", saved: "sine" };
const BUZZ = { green: [70], amber: [110, 90, 110], red: [450], saved: [40] };
let audio;

// Browsers let a page sound only after somebody touched it.
export function wake() {
  audio ??= new AudioContext();
  if (audio.state === "suspended") audio.resume();
}

export function signal(verdict) {
  if (navigator.userActivation?.hasBeenActive) {
    navigator.vibrate?.(BUZZ[verdict]);
    wake();
  }
  if (audio?.state !== "running") return;
  for (const [pitch, start, length] of TONES[verdict]) {
    const tone = new OscillatorNode(audio, { type: WAVES[verdict], frequency: pitch });
    const volume = new GainNode(audio, { gain: 0.35 });
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + start);
    volume.gain.setTargetAtTime(0, audio.currentTime + start + length * 0.8, 0.02);
    tone.stop(audio.currentTime + start + length + 0.1);
  }
}

export async function keepAwake() {
  const ask = () => {
    if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {});
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}
