"""Oversight: who looked into what, and who looks after the installation.

Keys for programs, the audit log in plain words, access in an emergency, and the operator's pages.
It stands above the events, whose leads see what was done, and below all that happens at them.
"""
