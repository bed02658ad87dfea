// Reads QR codes from pictures, away from the page's own thread.
let readBarcodes;
let canvas;
const OPTIONS = { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 1, textMode: "Plain" };

async function prepare({ reader, wasm }) {
  const library = await import(reader);
  await library.prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  readBarcodes = library.readBarcodes;
}

async function read(picture) {
  const { width, height } = picture;
  if (canvas?.width !== width || canvas?.height !== height) canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(picture, 0, 0);
  picture.close();
  const [found] = await readBarcodes(context.getImageData(0, 0, width, height), OPTIONS);
  return found?.text ?? "";
}

addEventListener("message", async ({ data }) => {
  try {
    if (data.reader) {
      await prepare(data);
      postMessage({ ready: true });
    } else {
      postMessage({ text: await read(data.picture) });
    }
  } catch (error) {
    postMessage({ error: String(error) });
  }
});
