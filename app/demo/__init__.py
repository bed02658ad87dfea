"""The demo: one finished event and one that is open, so that a newcomer can look and act.

Its texts and names lie in `data/`; what is not written down there is drawn from a fixed seed, so
that every installation shows the same. It may use every feature and is used by none.
"""
