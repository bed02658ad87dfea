// Whether somebody may pass: the same rule as app/checkin/rules/decision.py, for phones without a
// network. The cases of tests/vectors/door.json hold the two together.
//
// Instants are milliseconds, days are "2026-11-21", a ticket has what the event's bundle says of it.
const NO_RIGHT = {
  requested: "not_approved",
  declined: "not_approved",
  unpaid: "unpaid",
  cancelled: "cancelled",
};

const days = new Map();

// The day of an instant at the event's place.
export function dayOf(at, zone) {
  if (!days.has(zone)) {
    const parts = { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" };
    days.set(zone, new Intl.DateTimeFormat("en-CA", parts));
  }
  return days.get(zone).format(at);
}

// `reading` is {refusal} or {epoch}; `ticket` is null if nobody knows it; `passes` are the ticket's
// own at this checkpoint; `attempt` is {at, direction, inside}.
export function decide(reading, ticket, checkpoint, passes, attempt) {
  const refusal = refusalOf(reading, ticket);
  if (refusal) return { verdict: "red", reason: refusal };
  if (attempt.direction === "out") return letOut(passes);
  if (!isFor(checkpoint, ticket)) return { verdict: "red", reason: "not_here" };
  if (!isOpen(checkpoint, ticket, attempt.at)) return { verdict: "amber", reason: "not_today" };
  return letIn(checkpoint, passes, attempt);
}

function refusalOf(reading, ticket) {
  if (reading.refusal) return reading.refusal;
  if (!ticket) return "unknown";
  if (ticket.state in NO_RIGHT) return NO_RIGHT[ticket.state];
  if (reading.epoch !== null && reading.epoch !== ticket.epoch) return "replaced";
  return null;
}

function letOut(passes) {
  const last = inOrder(passes).at(-1);
  if (last?.direction === "in") return { verdict: "green", reason: "went_out" };
  return { verdict: "amber", reason: "never_in" };
}

function isFor(checkpoint, ticket) {
  if (!checkpoint.ticket_types.length && !checkpoint.add_ons.length) return true;
  if (checkpoint.ticket_types.includes(ticket.ticket_type)) return true;
  return checkpoint.add_ons.some((one) => ticket.add_ons.includes(one));
}

function isOpen(checkpoint, ticket, at) {
  if (at < checkpoint.opens_at || at > checkpoint.closes_at) return false;
  const day = dayOf(at, checkpoint.zone);
  if (ticket.first_day && day < ticket.first_day) return false;
  return !(ticket.last_day && day > ticket.last_day);
}

function letIn(checkpoint, passes, attempt) {
  const previous = standingEntry(checkpoint, passes, attempt);
  if (previous) return { verdict: "amber", reason: "already_in", previous };
  if (checkpoint.capacity !== null && attempt.inside >= checkpoint.capacity) {
    return { verdict: "amber", reason: "full" };
  }
  const cameBefore = passes.some((one) => one.direction === "in");
  return { verdict: "green", reason: cameBefore ? "came_back" : "first_time" };
}

// The entry that still stands in the way of another one, if there is one.
export function standingEntry(checkpoint, passes, attempt) {
  if (checkpoint.entries === "any") return null;
  let counted = inOrder(passes);
  if (checkpoint.entries === "daily") {
    const today = dayOf(attempt.at, checkpoint.zone);
    counted = counted.filter((one) => dayOf(one.at, checkpoint.zone) === today);
  }
  if (checkpoint.has_exit) counted = counted.slice(-1);
  return counted.find((one) => one.direction === "in") ?? null;
}

// Entries at one checkpoint that two phones both let in, each with the entry that stood in its way,
// for they knew nothing of each other: the same rule as in app/checkin/rules/presence.py.
export function clashes(checkpoint, passes) {
  const counted = [];
  const found = new Map();
  for (const pass of inOrder(passes)) {
    const earlier = pass.direction === "in" ? standingEntry(checkpoint, counted, pass) : null;
    if (earlier) found.set(earlier, [...(found.get(earlier) ?? [earlier]), pass]);
    else counted.push(pass);
  }
  return [...found.values()];
}

function inOrder(passes) {
  return passes.toSorted?.(byTime) ?? [...passes].sort(byTime);
}

function byTime(one, other) {
  if (one.at !== other.at) return one.at - other.at;
  return one.client_id < other.client_id ? -1 : 1;
}
