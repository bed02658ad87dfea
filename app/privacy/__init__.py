"""What people agreed to, what is kept of them and for how long.

Export, erasure, retention and the records of processing are generated from what the tables declare
(`app.core.privacy`): this feature names no table of another. Consents are a log that only grows.
"""
