"""The venue hub: an event on a laptop in the hall, where there is no internet.

The lead takes the event along in a sealed parcel; `innoday.py hub` opens it. Phones scan there as
anywhere, and what they scanned comes back as scans, each once, decided anew by the same rules.
"""
