"""Pure rules of meetings: what a schedule has to hold to, and how the best one is found."""
