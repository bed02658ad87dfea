// Whom a supervisor finds by name. What lies on the phone is sealed; the letters that open it are
// typed, and what they open is forgotten when the page is closed.
// The twin of seal_people in app/checkin/rules/sealing.py.
import { fact, setFact } from "./store.js";

const ROUNDS = 100_000;
const NONCE = 12;
const MOST = 8;
const PLAIN = { ł: "l", ø: "o", đ: "d", ð: "d", ħ: "h", ı: "i", ŋ: "n", ß: "ss", æ: "ae", œ: "oe", þ: "th" };

const raw = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

export class People {
  constructor({ ask }) {
    this.ask = ask;
    this.list = null;
  }

  get isOpen() {
    return Boolean(this.list);
  }

  async follow(digest) {
    const kept = await fact("people");
    if (!digest || kept?.digest === digest) return;
    const fresh = await this.ask("/devices/me/people");
    await setFact("people", fresh);
    if (this.key) await this.unseal(fresh);
  }

  forget() {
    this.list = this.key = null;
  }

  // Whether the letters were right; null if there is nothing to open yet.
  async open(phrase) {
    const kept = await fact("people");
    if (!kept) return null;
    const letters = phrase.toLowerCase().replace(/[^a-z0-9]/g, "").replace(/o/g, "0").replace(/[il]/g, "1");
    this.key = await keyOf(letters, kept.salt);
    return this.unseal(kept).then(() => true, () => (this.forget(), false));
  }

  async unseal({ sealed }) {
    const whole = raw(sealed);
    const wanted = { name: "AES-GCM", iv: whole.subarray(0, NONCE) };
    const plain = await crypto.subtle.decrypt(wanted, this.key, whole.subarray(NONCE));
    this.list = JSON.parse(new TextDecoder().decode(plain));
  }

  find(text) {
    const words = keyOfName(text).split(" ").filter(Boolean);
    if (!words.length) return [];
    return this.list.filter(({ key }) => words.every((word) => key.includes(word))).slice(0, MOST);
  }
}

async function keyOf(letters, salt) {
  const own = await crypto.subtle.importKey("raw", new TextEncoder().encode(letters), "PBKDF2", false, ["deriveKey"]);
  const wanted = { name: "PBKDF2", hash: "SHA-256", salt: raw(salt), iterations: ROUNDS };
  return crypto.subtle.deriveKey(wanted, own, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
}

const keyOfName = (text) =>
  text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[łøđðħıŋßæœþ]/g, (letter) => PLAIN[letter])
    .replace(/ς/g, "σ")
    .trim()
    .replace(/\s+/g, " ");
