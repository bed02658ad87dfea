"""Everything that is true of a challenge when no server is running."""

VERSION = 1
