"""What every feature stands on: database, units of work, facts, permissions, errors and the clock.

Knows no feature and no HTTP request.
Everything here is either a mechanism that all features share or an adapter to a library that only
this package may import.
"""
