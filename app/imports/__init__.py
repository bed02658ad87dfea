"""Proposals that come from elsewhere: the list of a form tool, read for one challenge.

An organiser uploads it, says which column is what, sees before anything is kept what is wrong
with which line, and has the rest made into proposals by the worker; the same line is never made
twice.
"""
