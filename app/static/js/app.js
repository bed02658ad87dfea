// The one entry of every page: each module looks for its own elements and leaves the rest alone.
import "./theme.js";
import "./tabs.js";
import "./menu.js";
import "./toast.js";
import "./error-focus.js";
import "./dialog.js";
import "./counter.js";
import "./file-field.js";
