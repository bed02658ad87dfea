"""Use cases of the directory: pairs that look like one organisation, and merging them."""
