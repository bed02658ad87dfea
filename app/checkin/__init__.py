"""The door: gates, paired scanners, the append-only log of scans, presence and live numbers.

A scan is decided once, by the database's word if two arrive together.
Nothing that a scanner sends is ever dropped: what is unknown is kept apart.
"""
