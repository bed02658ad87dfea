// The camera: its picture on the page, its frames to the decoder, its light.
const WIDTH = 960;
const PAUSE = 40;

export class Camera {
  constructor(video, { worker, reader, wasm, found }) {
    this.video = video;
    this.found = found;
    this.worker = new Worker(worker, { type: "module" });
    this.ready = new Promise((resolve) => {
      this.worker.addEventListener("message", ({ data }) => data.ready && resolve());
    });
    this.worker.addEventListener("message", ({ data }) => this.take(data));
    this.worker.postMessage({ reader, wasm });
  }

  async start(deviceId) {
    this.stop();
    const wanted = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: { ideal: "environment" } };
    this.stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { ...wanted, width: { ideal: 1280 }, height: { ideal: 720 } },
    });
    this.video.srcObject = this.stream;
    await this.video.play();
    await this.ready;
    this.isRunning = true;
    this.next();
  }

  stop() {
    this.isRunning = false;
    this.stream?.getTracks().forEach((track) => track.stop());
  }

  get track() {
    return this.stream?.getVideoTracks()[0];
  }

  get hasLight() {
    return Boolean(this.track?.getCapabilities?.().torch);
  }

  async light(isOn) {
    await this.track.applyConstraints({ advanced: [{ torch: isOn }] });
  }

  async others() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.filter((device) => device.kind === "videoinput");
  }

  async next() {
    if (!this.isRunning) return;
    const { videoWidth, videoHeight } = this.video;
    if (!videoWidth || document.visibilityState === "hidden") {
      setTimeout(() => this.next(), 250);
      return;
    }
    const resizeWidth = Math.min(WIDTH, videoWidth);
    const resizeHeight = Math.round((videoHeight * resizeWidth) / videoWidth);
    const picture = await createImageBitmap(this.video, { resizeWidth, resizeHeight });
    this.worker.postMessage({ picture }, [picture]);
  }

  take({ text, ready }) {
    if (ready) return;
    if (text) this.found(text);
    setTimeout(() => this.next(), PAUSE);
  }
}
