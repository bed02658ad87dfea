// Names that only a badge opens: the twin of app/checkin/rules/sealing.py.
const ROUNDS = 1000;
const [TAG, NONCE] = [16, 12];
const text = new TextEncoder();

// What a ticket's id gives away: the tag to find the ticket by, and the key of its holder's name.
export async function opened(event, ticket) {
  const own = await crypto.subtle.importKey("raw", bytes(ticket), "PBKDF2", false, ["deriveBits"]);
  const salt = joined(text.encode("innoday door"), bytes(BigInt(event)));
  const wanted = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  const secret = new Uint8Array(await crypto.subtle.deriveBits(wanted, own, 256));
  const [tag, key] = await Promise.all([hash(secret, "tag"), hash(secret, "key")]);
  return { tag: btoa(String.fromCharCode(...tag.subarray(0, TAG))), key };
}

export async function unseal(key, sealed) {
  const raw = Uint8Array.from(atob(sealed), (letter) => letter.charCodeAt(0));
  const own = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  const wanted = { name: "AES-GCM", iv: raw.subarray(0, NONCE) };
  const plain = await crypto.subtle.decrypt(wanted, own, raw.subarray(NONCE));
  return JSON.parse(new TextDecoder().decode(plain));
}

const hash = async (secret, word) =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", joined(secret, text.encode(word))));

function bytes(value) {
  const raw = new DataView(new ArrayBuffer(8));
  raw.setBigUint64(0, value);
  return new Uint8Array(raw.buffer);
}

function joined(one, other) {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
