// Who is signed in has drafts that save themselves, and leaves nothing of them on signing out.
import "./autosave.js";
import "./juries/leaving.js";
