"""The documents of a challenge: files and texts, each open to so many and to nobody else.

The owner keeps them under tiers; an organisation asks to see those under an agreement, is let in by
the owner or the lead, and its people accept the agreement one by one. Whoever opens something
confidential is written down, and what they get carries their name.
"""
