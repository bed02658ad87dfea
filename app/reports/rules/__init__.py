"""Figures: what each means, how each is counted from plain records, and how a snapshot freezes."""
