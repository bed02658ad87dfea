// How much a text has, counted as the server counts what it keeps of it:
// `count_words` in app/proposals/rules, and the form's white space at the ends, which goes.
const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const ENDS = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "gu");

const kept = (text) => text.replace(ENDS, "").replaceAll("\r\n", "\n");

export const words = (text) => kept(text).split(/\s+/u).filter(Boolean).length;
export const characters = (text) => [...kept(text)].length;
