"""Juries: the panel, conflicts of interest, assignments, scorecards, ranking and decisions.

The rules of judging live in the kernel; this feature keeps the records that a decision rests on.
A juror never sees a proposal that is in conflict with them.
"""
