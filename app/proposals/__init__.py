"""Proposals: drafts that save themselves, files, submission with a receipt, withdrawal.

Each submission is a frozen version with its time and the hash of its content.
After the deadline nothing can be submitted or changed.
"""
