// What a code says, read on the phone: the signed one of the QR code, or the letters under it.
// The twin of app/tickets/rules/badge_token.py and typed_code.py.
const BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const BASE32 = "0123456789abcdefghjkmnpqrstvwxyz";
const [LETTERS, MOST_STRIPPED, TYPED] = [120, 2, 19];
const [VERSION, BODY] = [1, 16];

// The ticket and the epoch of a code, or {refusal}. `verifiers` are the keys that count, by number.
export async function readCode(text, { event, verifiers }) {
  const raw = decode(text);
  if (!raw) return readTyped(text) ?? { refusal: "malformed" };
  if (number(raw.subarray(1, 7)) !== BigInt(event)) return { refusal: "foreign_event" };
  const key = raw[0] & 15;
  if (!verifiers.has(key)) return { refusal: "unknown_key" };
  const isOurs = await isSigned(raw, verifiers.get(key));
  if (!isOurs) return { refusal: "bad_signature" };
  return { ticket: number(raw.subarray(7, 15)), epoch: raw[15] };
}

// Older browsers cannot check signatures: there the ticket has to be one that the phone knows.
export async function verifiersOf(keys) {
  const found = keys.map(async (one) => [one.number, await verifierOf(one.public_key)]);
  return new Map(await Promise.all(found));
}

async function verifierOf(publicKey) {
  const raw = Uint8Array.from(atob(publicKey), (letter) => letter.charCodeAt(0));
  return crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]).catch(() => null);
}

async function isSigned(raw, verifier) {
  if (!verifier) return true;
  return crypto.subtle.verify("Ed25519", verifier, raw.subarray(BODY), raw.subarray(0, BODY));
}

function decode(text) {
  if (text.length < LETTERS - MOST_STRIPPED || text.length > LETTERS) return null;
  const values = Array.from(text.padStart(LETTERS), (letter) => BASE45.indexOf(letter));
  const raw = new Uint8Array((LETTERS / 3) * 2);
  for (let at = 0; at < LETTERS; at += 3) {
    const [low, middle, high] = values.slice(at, at + 3);
    const value = low + middle * 45 + high * 2025;
    if (Math.min(low, middle, high) < 0 || value > 0xffff) return null;
    raw[(at / 3) * 2] = value >> 8;
    raw[(at / 3) * 2 + 1] = value & 0xff;
  }
  return raw[0] >> 4 === VERSION ? raw : null;
}

// The last 24 bits prove the letters to the server; here a ticket that is known proves them.
function readTyped(text) {
  const meant = { o: "0", i: "1", l: "1", "-": "", " ": "" };
  const letters = text.trim().toLowerCase().replace(/[oil\- ]/g, (letter) => meant[letter]);
  if (letters.length !== TYPED) return null;
  let value = 0n;
  for (const letter of letters) {
    const digit = BASE32.indexOf(letter);
    if (digit < 0) return null;
    value = (value << 5n) | BigInt(digit);
  }
  return { ticket: value >> 32n, epoch: Number((value >> 24n) & 0xffn), isTyped: true };
}

function number(bytes) {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
